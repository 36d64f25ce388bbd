"""What the models of sounds and moving pictures read words with, with random weights. Needs the extra ``local``."""

from __future__ import annotations

from typing import Any

Layers = tuple[int, int, int]
"""Width, number of layers, number of attention heads."""


def letters_tokenizer(most: int = 512) -> Any:
    """A tokenizer that knows small letters, and reads ``most`` of them."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    known = {"<pad>": 0, "</s>": 1, "<unk>": 2} | {chr(97 + number): 3 + number for number in range(26)}
    letters = Tokenizer(models.WordLevel(known, unk_token="<unk>"))
    letters.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    letters.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=letters, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=most
    )


def t5_config(size: Layers, kind: str = "T5") -> Any:
    """Of a text encoder of the T5 ``kind`` that reads ``letters_tokenizer``."""
    import transformers

    width, layers, heads = size
    return getattr(transformers, f"{kind}Config")(
        vocab_size=32,
        d_model=width,
        d_kv=width // heads,
        d_ff=4 * width,
        num_layers=layers,
        num_heads=heads,
        decoder_start_token_id=0,
    )
