"""Signing copies with a person's certificate: C2PA manifests, embedded by the c2pa library.

The private key is read when something is to be signed, stays in memory, and is in no file, output or error; the library
is handed signatures, never the key. Nothing here uses the network. Knows nothing of films.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.errors import MissingExtra, SigningError
from studio.tools.secrets import find_key

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

PASSWORD_VARIABLE = "STUDIO_KEY_PASSWORD"  # noqa: S105 - where the password is, not the password
SIGNABLE = frozenset({"video/mp4", "image/png", "image/jpeg", "image/svg+xml", "audio/wav"})
"""Media types that are signed; other files have no place for a manifest, or are text."""
_PURPOSES = {
    "1.3.6.1.4.1.62558.2.1": "C2PA claim signing",
    "1.3.6.1.5.5.7.3.36": "document signing",
    "1.3.6.1.4.1.311.76.59.1.9": "C2PA signing by Microsoft's list",
    "1.3.6.1.5.5.7.3.4": "e-mail protection",
}
"""Extended key usages that C2PA's certificate profile takes for signing claims."""
_SMALLEST_RSA = 2048
_KEYS = "EC keys (P-256, P-384, P-521), RSA keys of 2048 bits or more, and Ed25519 keys."
_SETTINGS = {
    "version": 1,
    # The file is checked after it is signed; whom its reader trusts is the reader's to say.
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": False},
    "builder": {"thumbnail": {"enabled": False}},
    "core": {"allowed_network_hosts": []},
    "trust": {"trust_config": "\n".join(_PURPOSES)},
}

Sign = Callable[[bytes], bytes]


class Signer:
    """Signs files in place. ``certificate`` is a PEM chain, the signer's own first; ``key`` is its private key in PEM.

    Both are read and checked at once: ``SigningError`` says what is wrong with them. An encrypted key is opened with
    what the environment holds in ``STUDIO_KEY_PASSWORD``. Raises ``MissingExtra`` where the library is not installed.
    """

    def __init__(self, certificate: Path, key: Path) -> None:
        try:
            import c2pa
            from cryptography.hazmat.primitives import serialization
        except ImportError as error:
            raise MissingExtra(
                "Signing needs the package c2pa-python.", next_step="pip install 'creative-studio[c2pa]'", tool="c2pa"
            ) from error
        chain = _read_chain(certificate)
        private = _read_key(key)
        _check(chain, private, certificate, key)
        algorithm, sign = _algorithm(private, key)
        # Only what was read as a certificate, whatever else is in the file.
        pem = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain).decode()
        try:
            signer = c2pa.Signer.from_callback(sign, c2pa.C2paSigningAlg[algorithm], pem)
            self._context = c2pa.Context.from_dict(_SETTINGS, signer=signer)
        except c2pa.C2paError as error:
            raise SigningError(f"The certificate {str(certificate)!r} is refused: {_line(error)}.") from error
        self._certificate = certificate

    def sign(self, path: Path, media_type: str, manifest: Mapping[str, Any]) -> None:
        """Replace ``path``, a file of a type in ``SIGNABLE``, with a copy that carries ``manifest``, signed.

        Raises ``SigningError``, and leaves the file as it is, where the library refuses.
        """
        import c2pa

        signed = path.with_name(f"{path.name}.signed")
        try:
            with (
                c2pa.Builder(dict(manifest), context=self._context) as builder,
                path.open("rb") as source,
                signed.open("w+b") as target,
            ):
                builder.sign(media_type, source, target)
            signed.replace(path)
        except c2pa.C2paError as error:
            raise SigningError(
                f"{path.name} cannot be signed with the certificate {str(self._certificate)!r}: {_line(error)}."
            ) from error
        finally:
            signed.unlink(missing_ok=True)


def _line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")


def _read_chain(path: Path) -> list[Certificate]:
    from cryptography import x509

    content = _read(path, "certificate")
    try:
        chain: list[Certificate] = x509.load_pem_x509_certificates(content)
    except ValueError:
        raise SigningError(
            f"There is no certificate in PEM format in {str(path)!r}.",
            next_step="Name the file of the chain, with your own certificate first.",
        ) from None
    return chain


def _read_key(path: Path) -> Any:
    """The private key; what was wrong is said in our own words only, which know nothing of what the file holds."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    content = _read(path, "key")
    try:
        return load_pem_private_key(content, None)
    except TypeError:
        pass  # it is encrypted
    except (ValueError, UnsupportedAlgorithm):
        raise SigningError(f"There is no private key in PEM format in {str(path)!r}.") from None
    password = find_key(PASSWORD_VARIABLE)
    if password is None:
        raise SigningError(
            f"The key {str(path)!r} is encrypted.", next_step=f"Set {PASSWORD_VARIABLE} to its password."
        )
    try:
        return load_pem_private_key(content, password.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise SigningError(f"{PASSWORD_VARIABLE} does not open the key {str(path)!r}.") from None


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SigningError(f"The {what} {str(path)!r} cannot be read: {error.strerror}.") from error


def _check(chain: list[Certificate], key: Any, certificate_path: Path, key_path: Path) -> None:
    """Whether readers can accept what is signed with these, as far as the certificate itself says it."""
    own, shown = chain[0], repr(str(certificate_path))
    if _is_authority(own):
        raise SigningError(
            f"The first certificate in {shown} is an authority's.", next_step="Put your own first, then who issued it."
        )
    if own.public_key() != key.public_key():
        raise SigningError(f"The key {str(key_path)!r} is not the one of the certificate {shown}.")
    for one in chain:
        _check_dates(one, shown)
    _check_usages(own, shown)
    for issued, issuer in pairwise(chain):
        try:
            issued.verify_directly_issued_by(issuer)
        except Exception as error:  # whichever way it does not fit: names, kinds of keys, signature
            raise SigningError(
                f"The certificates in {shown} are no chain.",
                next_step="Each has to be followed by the one of its issuer.",
            ) from error


def _check_dates(certificate: Certificate, shown: str) -> None:
    now = datetime.datetime.now(datetime.UTC)
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now > ends:
        raise SigningError(f"A certificate in {shown} expired on {ends:%Y-%m-%d}.", next_step="Renew it.")
    if now < begins:
        raise SigningError(f"A certificate in {shown} is not valid before {begins:%Y-%m-%d}.")


def _check_usages(own: Certificate, shown: str) -> None:
    from cryptography import x509

    try:
        signs = own.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
        purposes = {one.dotted_string for one in own.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value}
    except (x509.ExtensionNotFound, ValueError):
        signs, purposes = False, set()
    if not signs or not purposes & set(_PURPOSES):
        raise SigningError(
            f"The certificate {shown} is not for signing claims.",
            next_step=f"It needs the key usage digital signature, and one of: {', '.join(_PURPOSES.values())}.",
        )


def _is_authority(certificate: Certificate) -> bool:
    from cryptography import x509

    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _algorithm(key: Any, path: Path) -> tuple[str, Sign]:
    """C2PA's name of the algorithm that is this key's, and how it signs (ECDSA: r and s, big-endian, side by side)."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    curves = {"secp256r1": ("ES256", hashes.SHA256()), "secp384r1": ("ES384", hashes.SHA384())}
    curves["secp521r1"] = ("ES512", hashes.SHA512())
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in curves:
        name, digest = curves[key.curve.name]
        size = (key.curve.key_size + 7) // 8

        def sign(claim: bytes) -> bytes:
            r, s = decode_dss_signature(key.sign(claim, ec.ECDSA(digest)))
            return bytes(r.to_bytes(size, "big") + s.to_bytes(size, "big"))

        return name, sign
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _SMALLEST_RSA:
        sha256 = hashes.SHA256()
        pss = padding.PSS(padding.MGF1(sha256), salt_length=sha256.digest_size)
        return "PS256", lambda claim: bytes(key.sign(claim, pss, sha256))
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ED25519", lambda claim: bytes(key.sign(claim))
    raise SigningError(f"The key {str(path)!r} is of a kind that C2PA does not take.", next_step=f"Use {_KEYS}")
