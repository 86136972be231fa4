"""Find secrets in text, by the name of the value and by the shape of the text, and mask them.

`mask` and `mask_values` hide the secrets in errors, messages and reports, and policies call `is_secret`. They
find the values of assignments (`-Dhttps.proxyPass=…`, `;password=…`, `"token": "…"`) and options
(`--password …`), passwords in addresses (`jdbc:mysql://user:…@host`, `jdbc:oracle:thin:scott/…@host`) and the
tokens of known services. A value that only refers to a secret (`${VARIABLE}`, `{{secrets/scope/key}}`) is
not a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from talend_processing.jvm.arguments import boundaries

MASK: Final = "[secret]"
"""Replacement for a secret, as Pulumi writes it."""

Span: TypeAlias = tuple[int, int]
"""Start and end of a secret in a text."""

_TOKEN_SHAPES: Final = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",  # AWS
    r"\b(?:dapi|dose)[0-9a-f]{32}(?:-\d+)?\b",  # Databricks
    r"\bgh[pousr]_[0-9A-Za-z]{36,}|\bgithub_pat_\w{22,}",  # GitHub
    r"(?<![\w-])gl(?:pat|dt|rt|ft|cbt|ptt|soat|oas|imt|agent)-[\w-]{20,}",  # GitLab
    r"(?<![\w-])xox[abeoprs]-[\w-]{10,}|(?<=hooks\.slack\.com/services/)[\w/]{20,}",  # Slack
    r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w.-]*",  # a JSON Web Token
    r"\bAIza[\w-]{35}|\bya29\.[\w-]{20,}|\bGOCSPX-[\w-]{20,}",  # Google
    r"(?<=[?&]sig=)[\w%+/=-]{20,}|\b\w{3}\dQ~[\w.~-]{31,34}",  # Azure
    r"\bhv[sbr]\.[\w-]{20,}|\bsk_live_\w{20,}|\bnpm_\w{36}\b|\bpypi-[\w-]{50,}",
    r"\b[0-9A-F]{64}\b",  # the key that pairs a Talend engine
)
_TOKENS: Final = re.compile("|".join(_TOKEN_SHAPES), re.DOTALL)
_SCHEME: Final = re.compile(r"\b(?:bearer|basic|negotiate)\s+(?P<secret>[\w.~+/=-]{8,})", re.IGNORECASE)
_OPTION: Final = re.compile(r"(?<!\S)--?(?P<name>[a-z][\w-]*)\s+(?P<secret>[^\s\"'`-][^\s\"'`]*)")
_ORACLE: Final = re.compile(r"jdbc:oracle:\w+:[^/\s@\"']*/(?P<secret>\S+)@", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"(?:[A-Za-z0-9](?<!file)://|(?<=[=\s\"'])//(?=\w)|proxy\w*=(?=\w)(?!\w+://))[^\s/?#;:@\"'<>`\[]*:",
    re.IGNORECASE,
)
"""Start of an address that may contain a password: a scheme, `//`, or the value of a proxy setting."""
_REST: Final = re.compile(r"[^\s\"'<>`]*")
_PORT: Final = re.compile(r"\d{1,5}(?:[/?#;,]|$)|$")
"""What follows the colon of an address if it is not a password: a port, or nothing."""

_ASSIGNMENT: Final = re.compile(
    r"(?<![\w.\-])(?P<prefix>-D|--?)?(?P<name>[A-Za-z_][\w.\-\[\]$/]*)(?P<quote>\\?[\"'])?"
    r"\s*(?P<sign>[=:])[ \t]*"
)
_OPENING: Final = re.compile(r"\\?[\"']")
_BRACED: Final = re.compile(r"\{(?!\{)(?:[^{}]|\}\})*\}?")
_TO_BLANK: Final = re.compile(r"[^\s\"'`]*")
_TO_SEPARATOR: Final = {
    **dict.fromkeys("?&", re.compile(r"[^\s&\"'`]*")),
    **dict.fromkeys(",(", re.compile(r"[^\s,)\"'`]*")),
    ";": re.compile(r"[^\s;\"'`]*"),
}
"""Patterns of a value without quotes. The character before the name decides where the value ends."""

_NAME: Final = re.compile(
    r"(?:passw(?:or)?ds?|passwort|passphrase|passcode|pwd|secrets?|tokens?|credentials?|jwt|cookie)(?:-|$)"
    r"|(?:api|access|account|private|secret|shared|encryption|decryption|signing|master|authorized|auth|storage"
    r"|subscription|session|deploy|ssh|aes|hmac|crypto|cipher)-?key(?:-|$)|shared-access-signature"
    r"|(?:(?<!by)(?<!com)(?<!sur)(?<!over)pass|authorization|sas)$"
    r"|(?:^|-)pw$"
)
"""Words in names that announce a secret. Each except `pw` may end a longer word, as in `dbpassword`."""
_PASSWORD: Final = re.compile(r"(?:passw(?:or)?ds?|passwort|passphrase|passcode|pwd|pass|^pw)$")
_DESCRIPTIVE_WORD: Final = re.compile(
    r"age|algorithm|alias|audience|cache|class|column|count|dir|directory|disabled|duration|"
    r"enabled|encoder|encoding|endpoint|env|expiration|expires|expiry|factory|field|file|filter|"
    r"folder|format|handler|header|host|interval|issuer|iterations|length|lifetime|limit|location|"
    r"manager|max|min|minutes|mode|name|names|param|parameter|path|pattern|policy|port|prefix|"
    r"provider|refresh|regex|required|retries|rotation|scope|scopes|seconds|service|size|status|"
    r"store|strategy|suffix|timeout|ttl|type|uri|url|validator|validity|variable|vault|version"
)
"""Last words of names such as `password.file` or `token.ttl`, whose values only describe a secret."""
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_PLAIN: Final = re.compile(
    r"\$\{.*\}|\$\(.*\)|\{\{.*\}\}|%[A-Z_][A-Z0-9_]*%|\$[A-Z_][A-Z0-9_]*|<[^<>]*>|[*.…•]*|x{3,}|X{3,}"
    r"|(?i:true|false|yes|no|on|off|null|none|all|trace|debug|info|warn|error|fatal)"
    r"|[,\s]*(?:pulumi\.Config\(\)|config)\.(?:require|get)\w*\(.*",
    re.DOTALL,
)
"""Values that are not secret under any name: references, placeholders, on/off values and log levels."""
_SMALL: Final = re.compile(r"\d{1,4}(?:\.\d{1,3})?(?:ms|[smhd])?")
"""A small number or a duration, which is a secret only if its name ends with a word for a password."""
_MIXED: Final = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z]).{6,}")
_RANDOM: Final = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])(?![0-9a-f-]{24,36}$)[\w+/=.~-]{16,}")
_SCHEME_VALUE: Final = re.compile(r".*\d|.*=|.+[A-Z]")


def is_secret(text: str, name: str = "") -> bool:
    """Return whether a text is a secret or contains one.

    Args:
        text: The text, such as a JVM argument, a description or the value of a parameter.
        name: Name of the value, if it has one.

    Example:
        >>> is_secret("-Dhttps.proxyPass=hunter22"), is_secret("-Dpassword.file=/etc/x")
        (True, False)
        >>> is_secret("hunter22", "token"), is_secret("30", "token.ttl")
        (True, False)

    """
    return bool(name and _is_secret_value(name, text)) or any(True for _ in _spans(text))


def mask(text: str, name: str = "") -> str:
    """Return a text in which `[secret]` replaces each secret.

    Masking is idempotent.

    Args:
        text: The text.
        name: Name of the value. If it announces a secret, the whole text is masked, except values that
            cannot be secret, such as `true` or `${VARIABLE}`.

    Example:
        >>> mask("-Durl=jdbc:postgresql://bob:hunter22@db/x?ssl=true")
        '-Durl=jdbc:postgresql://bob:[secret]@db/x?ssl=true'

    """
    if name and _is_secret_value(name, text):
        return MASK
    while spans := _merged(_spans(text)):  # a mask may end another value, so search again
        ends = [0, *(end for _, end in spans)]
        kept = [text[end:begin] for end, (begin, _) in zip(ends, spans, strict=False)]
        text = MASK.join([*kept, text[ends[-1] :]])
    return text


def mask_values(value: object, name: str = "") -> object:
    """Return plain data, such as a document before it becomes JSON, with the secrets in each text masked.

    The key of a text counts as its name only if the key announces a secret. Items of a list have the
    name of the list.
    """
    if isinstance(value, str):
        return mask(value, name)
    if isinstance(value, Mapping):
        return {
            key: mask_values(part, key if is_secret_name(str(key)) else "") for key, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [mask_values(part, name) for part in value]
    return value


def is_secret_name(name: str) -> bool:
    """Return whether a name announces a secret: `keyStorePassword` does, `password.file` does not."""
    words = _words(name)
    return bool(words and not _DESCRIPTIVE_WORD.fullmatch(words[-1]) and _NAME.search("-".join(words)))


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _is_secret_value(name: str, value: str) -> bool:
    """Return whether a value is a secret because of its name."""
    bare = value.replace(MASK, "").strip(" \t\r\n\"'")
    if _PLAIN.fullmatch(bare.rstrip(",;.")) or (bare != value and not any(map(str.isalnum, bare))):
        return False
    if is_secret_name(name):
        return not _SMALL.fullmatch(bare) or bool(_PASSWORD.search(_words(name)[-1]))
    return _is_key(name) and bool(_RANDOM.fullmatch(bare))


def _is_key(name: str) -> bool:
    """Return whether a name ends with `key`, so that a value that looks random is a secret."""
    return name[-3:].lower() == "key"


def _spans(text: str) -> Iterator[Span]:
    for found in _TOKENS.finditer(text):
        yield found.span()
    for found in _SCHEME.finditer(text):
        if _SCHEME_VALUE.match(found["secret"]):
            yield found.span("secret")
    if "=" in text or ":" in text:
        yield from _assignments(text)
    if "@" in text:
        yield from _in_addresses(text)
    for found in _OPTION.finditer(text) if "-" in text else ():
        last = found["name"].rpartition("-")[2]
        if (last == "token" or _PASSWORD.search(last)) and _is_secret_value(last, found["secret"]):
            yield found.span("secret")


def _in_addresses(text: str) -> Iterator[Span]:
    for found in _ORACLE.finditer(text):
        if _is_secret_value("password", found["secret"]):
            yield found.span("secret")
    begin = 0
    while address := _ADDRESS.search(text, begin):
        begin = address.end()
        if _PORT.match(text, begin):
            continue
        rest = text[begin : _end(_REST, text, begin)]
        # Take the last @ before the query, because passwords may contain @ and / without escapes.
        end = re.split(r"[?#]", rest, maxsplit=1)[0].rfind("@")
        end = end if end >= 0 else rest.rfind("@")
        if end > 0 and _is_secret_value("password", rest[:end]):
            yield begin, begin + end
        begin += max(end, 0) or len(rest)


def _assignments(text: str) -> Iterator[Span]:
    end = 0
    for found in _ASSIGNMENT.finditer(text):
        name = found["name"]
        if found.start() < end or not (is_secret_name(name) or _is_key(name)):
            continue  # inside a secret, or not a secret
        if text.startswith(MASK, found.start("name") - 1):
            continue
        begin, end = _value(text, found)
        value = text[begin:end]
        if (
            found["sign"] == ":"
            and not (found["quote"] and begin > found.end())
            and not _MIXED.fullmatch(value)
        ):
            end = begin  # "password: must not be blank" is a sentence
        elif _is_secret_value(name, value):
            yield begin, end
        else:
            end = begin


def _value(text: str, found: re.Match[str]) -> Span:
    """Return the span of an assignment's value, without its quotes."""
    begin = found.end()
    before = text[found.start() - 1] if found.start() else ""
    if found["prefix"] == "-D" and text.lstrip().startswith("-"):
        # The value of a JVM argument may contain blanks, and ends before the next option.
        begin = found.end("sign")
        return begin, next((boundary.start() for boundary in boundaries(text, begin)), len(text))
    if opening := _OPENING.match(text, begin):
        return opening.end(), _closing(text, opening[0], opening.end())
    if before in {'"', "'", "`"} and not found["quote"]:
        return begin, _closing(text, before, begin)
    if braced := _BRACED.match(text, begin):
        return braced.span()
    return begin, _end(_TO_SEPARATOR.get(before, _TO_BLANK), text, begin)


def _end(pattern: re.Pattern[str], text: str, begin: int) -> int:
    found = pattern.match(text, begin)
    return found.end() if found else begin


def _closing(text: str, mark: str, begin: int) -> int:
    """Return the position at which a quotation ends, or the end of the text if the quote is not closed."""
    end = begin
    while (end := text.find(mark, end)) >= 0:
        escapes = len(text[begin:end]) - len(text[begin:end].rstrip("\\"))
        if len(mark) > 1 or escapes % 2 == 0:
            return end
        end += 1
    return len(text)


def _merged(spans: Iterator[Span]) -> list[Span]:
    """Return the spans in order, and merge those that overlap or touch."""
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged
