"""Certificates and keys: each kind signs, and whatever is wrong with them is one clear line that gives nothing away."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from certificates import SERVER, Holder, certified
from PIL import Image

c2pa = pytest.importorskip("c2pa")

from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa  # noqa: E402 - only where it is there
from cryptography.x509.oid import ObjectIdentifier  # noqa: E402

from studio.errors import SigningError  # noqa: E402
from studio.signing import PASSWORD_VARIABLE, Signer  # noqa: E402

MANIFEST: dict[str, Any] = {
    "claim_generator_info": [{"name": "test"}],
    "assertions": [
        {
            "label": "c2pa.actions.v2",
            "data": {
                "actions": [
                    {
                        "action": "c2pa.created",
                        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
                    }
                ]
            },
        }
    ],
}
PASSWORD = "correct horse battery staple"  # noqa: S105 - of a key that lives as long as a test
CA = certified("Authority")
OWN = certified("Ada", CA)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.png"
    Image.linear_gradient("L").save(path)
    return path


PURPOSES = ("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.62558.2.1", "1.3.6.1.4.1.311.76.59.1.9")
"""E-mail protection, document signing, C2PA claim signing, C2PA signing by Microsoft."""


def _state(path: Path, authority: Holder) -> str:
    """What a reader says who trusts this authority, for these purposes."""
    trust = {"user_anchors": authority.pem.decode(), "trust_config": "\n".join(PURPOSES)}
    context = c2pa.Context.from_dict({"trust": trust})
    with c2pa.Reader("image/png", io.BytesIO(path.read_bytes()), context=context) as reader:
        return str(reader.get_validation_state())


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(ec.generate_private_key(ec.SECP256R1()), id="P-256"),
        pytest.param(ec.generate_private_key(ec.SECP384R1()), id="P-384"),
        pytest.param(ec.generate_private_key(ec.SECP521R1()), id="P-521"),
        pytest.param(rsa.generate_private_key(65537, 2048), id="RSA"),
        pytest.param(ed25519.Ed25519PrivateKey.generate(), id="Ed25519"),
    ],
)
def test_every_kind_of_key_signs(key: Any, picture: Path, tmp_path: Path) -> None:
    before = Image.open(picture).tobytes()
    Signer(*certified("Ada", CA, key=key).write(tmp_path, CA)).sign(picture, "image/png", MANIFEST)
    assert _state(picture, CA) == "Trusted"
    assert _state(picture, certified("Somebody else")) == "Valid"
    assert Image.open(picture).tobytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"picture.png", "chain.pem", "key.pem"}


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_that_c2pa_knows_is_let_through(purpose: str, picture: Path, tmp_path: Path) -> None:
    holder = certified("Ada", CA, purposes=(ObjectIdentifier(purpose),))
    Signer(*holder.write(tmp_path, CA)).sign(picture, "image/png", MANIFEST)
    assert _state(picture, CA) == "Trusted"


def test_one_changed_byte_makes_it_invalid(picture: Path, tmp_path: Path) -> None:
    Signer(*OWN.write(tmp_path, CA)).sign(picture, "image/png", MANIFEST)
    content = bytearray(picture.read_bytes())
    content[-20] ^= 1
    picture.write_bytes(content)
    assert _state(picture, CA) == "Invalid"


def test_an_encrypted_key_asks_for_its_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = OWN.write(tmp_path, CA, password=PASSWORD)
    with pytest.raises(SigningError, match=f"is encrypted. Set {PASSWORD_VARIABLE} to its password.$"):
        Signer(*files)
    monkeypatch.setenv(PASSWORD_VARIABLE, "wrong")
    with pytest.raises(SigningError, match=f"^{PASSWORD_VARIABLE} does not open the key"):
        Signer(*files)
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    Signer(*files)


MIDDLE = certified("Middle")
WEAK = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
WRONG = [
    (certified("Ada", CA, days=(-9, -2)), (CA,), "expired on "),
    (certified("Ada", CA, days=(2, 9)), (CA,), "is not valid before "),
    (certified("Ada", CA, purposes=()), (CA,), "is not for signing claims. It needs the key usage "),
    (certified("Ada", CA, purposes=(SERVER,)), (CA,), "is not for signing claims. "),
    (certified("Ada", CA, signs=False), (CA,), "is not for signing claims. "),
    (OWN, (MIDDLE,), "are no chain. Each has to be followed by the one of its issuer."),
    (CA, (), "is an authority's. Put your own first, then who issued it."),
    (Holder(OWN.certificate, certified("Eve", CA).key), (CA,), "is not the one of the certificate "),
    (certified("Ada", CA, key=WEAK), (CA,), "is of a kind that C2PA does not take. "),
    (certified("Ada", CA, key=dsa.generate_private_key(2048)), (CA,), "is of a kind that C2PA does not take. "),
]


@pytest.mark.parametrize(("holder", "issuers", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_what_cannot_sign_is_one_line(holder: Holder, issuers: tuple[Holder, ...], said: str, tmp_path: Path) -> None:
    files = holder.write(tmp_path, *issuers)
    with pytest.raises(SigningError) as raised:
        Signer(*files)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    secret = holder.key_pem().decode().splitlines()[1]
    assert secret not in f"{raised.value!r} {raised.value.fields} {raised.value.__cause__!r}"


def test_files_that_are_something_else_are_one_line_without_their_content(tmp_path: Path) -> None:
    chain, key = OWN.write(tmp_path, CA)
    (tmp_path / "nonsense.pem").write_text("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n")
    for files, said in (
        ((key, key), "There is no certificate in PEM format in "),
        ((chain, chain), "There is no private key in PEM format in "),
        ((chain, tmp_path / "nonsense.pem"), "There is no private key in PEM format in "),
        ((tmp_path / "nowhere.pem", key), "The certificate "),
        ((chain, tmp_path), "The key "),
    ):
        with pytest.raises(SigningError) as raised:
            Signer(*files)
        assert str(raised.value).startswith(said)
        assert "c2VjcmV0" not in str(raised.value)


def test_what_the_library_refuses_leaves_the_file_as_it_is(picture: Path, tmp_path: Path) -> None:
    before = picture.read_bytes()
    with pytest.raises(SigningError, match=r"^picture\.png cannot be signed with the certificate "):
        Signer(*OWN.write(tmp_path / "own", CA)).sign(picture, "video/mp4", MANIFEST)
    assert picture.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"picture.png", "own"}
