"""Find secrets in text, by the name of the value and by the shape of the text, and mask them.

Secrets are the values of assignments (`-Dhttps.proxyPass=…`, `;password=…`, `"token": "…"`) and options
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
"""The text that replaces a secret. Pulumi prints the same."""

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
_AUTH_SCHEME: Final = re.compile(r"\b(?:bearer|basic|negotiate)\s+(?P<secret>[\w.~+/=-]{8,})", re.IGNORECASE)
_OPTION: Final = re.compile(r"(?<!\S)--?(?P<name>[a-z][\w-]*)\s+(?P<secret>[^\s\"'`-][^\s\"'`]*)")
_ORACLE_ADDRESS: Final = re.compile(r"jdbc:oracle:\w+:[^/\s@\"']*/(?P<secret>\S+)@", re.IGNORECASE)
_ADDRESS_START: Final = re.compile(
    r"(?:[A-Za-z0-9](?<!file)://|(?<=[=\s\"'])//(?=\w)|proxy\w*=(?=\w)(?!\w+://))[^\s/?#;:@\"'<>`\[]*:",
    re.IGNORECASE,
)
"""An address up to the colon before a password or port, such as `https://bob:` or `proxy=bob:`."""
_TO_ADDRESS_END: Final = re.compile(r"[^\s\"'<>`]*")
_PORT_OR_END: Final = re.compile(r"\d{1,5}(?:[/?#;,]|$)|$")
"""A port or the end of the text: no password follows the colon of the address."""

_ASSIGNMENT: Final = re.compile(
    r"(?<![\w.\-])(?P<prefix>-D|--?)?(?P<name>[A-Za-z_][\w.\-\[\]$/]*)(?P<quote>\\?[\"'])?"
    r"\s*(?P<sign>[=:])[ \t]*"
)
_OPENING_QUOTE: Final = re.compile(r"\\?[\"']")
_BRACED: Final = re.compile(r"\{(?!\{)(?:[^{}]|\}\})*\}?")
_TO_BLANK: Final = re.compile(r"[^\s\"'`]*")
_TO_SEPARATOR: Final = {
    **dict.fromkeys("?&", re.compile(r"[^\s&\"'`]*")),
    **dict.fromkeys(",(", re.compile(r"[^\s,)\"'`]*")),
    ";": re.compile(r"[^\s;\"'`]*"),
}
"""By the character before the name, the pattern of a value without quotes: `;password=…` ends before `;`."""

_SECRET_NAME: Final = re.compile(
    r"(?:passw(?:or)?ds?|passwort|passphrase|passcode|pwd|secrets?|tokens?|credentials?|jwt|cookie)(?:-|$)"
    r"|(?:api|access|account|private|secret|shared|encryption|decryption|signing|master|authorized|auth|storage"
    r"|subscription|session|deploy|ssh|aes|hmac|crypto|cipher)-?key(?:-|$)|shared-access-signature"
    r"|(?:(?<!by)(?<!com)(?<!sur)(?<!over)pass|authorization|sas)$"
    r"|(?:^|-)pw$"
)
"""Words in the names of secrets. Each except `pw` may end a longer word, as in `dbpassword`."""
_PASSWORD_NAME: Final = re.compile(r"(?:passw(?:or)?ds?|passwort|passphrase|passcode|pwd|pass|^pw)$")
_DESCRIPTIVE_WORD: Final = re.compile(
    r"age|algorithm|alias|audience|cache|class|column|count|dir|directory|disabled|duration|"
    r"enabled|encoder|encoding|endpoint|env|expiration|expires|expiry|factory|field|file|filter|"
    r"folder|format|handler|header|host|interval|issuer|iterations|length|lifetime|limit|location|"
    r"manager|max|min|minutes|mode|name|names|param|parameter|path|pattern|policy|port|prefix|"
    r"provider|refresh|regex|required|retries|rotation|scope|scopes|seconds|service|size|status|"
    r"store|strategy|suffix|timeout|ttl|type|uri|url|validator|validity|variable|vault|version"
)
"""Last words of names that belong to no secret, such as `password.file` or `token.ttl`."""
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_NEVER_SECRET: Final = re.compile(
    r"\$\{.*\}|\$\(.*\)|\{\{.*\}\}|%[A-Z_][A-Z0-9_]*%|\$[A-Z_][A-Z0-9_]*|<[^<>]*>|[*.…•]*|x{3,}|X{3,}"
    r"|(?i:true|false|yes|no|on|off|null|none|all|trace|debug|info|warn|error|fatal)"
    r"|[,\s]*(?:pulumi\.Config\(\)|config)\.(?:require|get)\w*\(.*",
    re.DOTALL,
)
"""Values that are not a secret under any name: references, placeholders, on/off values and log levels."""
_SMALL_NUMBER: Final = re.compile(r"\d{1,4}(?:\.\d{1,3})?(?:ms|[smhd])?")
"""A small number or a duration. It is a secret only under a name for a password, such as `db.pwd`."""
_LETTERS_AND_DIGITS: Final = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z]).{6,}")
_RANDOM_LOOKING: Final = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])(?![0-9a-f-]{24,36}$)[\w+/=.~-]{16,}")
_AUTH_VALUE: Final = re.compile(r".*\d|.*=|.+[A-Z]")
"""A credential after `Bearer` or `Basic`, as opposed to a plain word, as in "basic authentication"."""


def is_secret(text: str, name: str = "") -> bool:
    """Return whether a text is a secret or contains one.

    Args:
        text: The text, such as a JVM argument, a description or the value of a parameter.
        name: Name of the value, such as `token`.

    Example:
        >>> is_secret("-Dhttps.proxyPass=hunter22"), is_secret("-Dpassword.file=/etc/x")
        (True, False)
        >>> is_secret("hunter22", "token"), is_secret("30", "token.ttl")
        (True, False)

    """
    return bool(name and _is_secret_value(name, text)) or any(True for _ in _spans(text))


def mask(text: str, name: str = "") -> str:
    """Return a text in which `[secret]` replaces each secret. Masking is idempotent.

    Args:
        text: The text.
        name: Name of the value. For a name such as `token`, the whole text is masked, unless it cannot be a
            secret, such as `true` or `${VARIABLE}`.

    Example:
        >>> mask("-Durl=jdbc:postgresql://bob:hunter22@db/x?ssl=true")
        '-Durl=jdbc:postgresql://bob:[secret]@db/x?ssl=true'

    """
    if name and _is_secret_value(name, text):
        return MASK
    while spans := _merged(_spans(text)):  # a mask can change where another value ends, so search again
        ends = [0, *(end for _, end in spans)]
        plain_parts = [text[end:begin] for end, (begin, _) in zip(ends, spans, strict=False)]
        text = MASK.join([*plain_parts, text[ends[-1] :]])
    return text


def mask_values(value: object, name: str = "") -> object:
    """Return JSON-like data with the secrets in each text masked.

    A text under a key that is the name of a secret, such as `token`, is masked as a whole.
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
    """Return whether a name is that of a secret: `keyStorePassword` is, `password.file` is not."""
    words = _words(name)
    return bool(words and not _DESCRIPTIVE_WORD.fullmatch(words[-1]) and _SECRET_NAME.search("-".join(words)))


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _is_secret_value(name: str, value: str) -> bool:
    """Return whether the value is a secret under this name."""
    trimmed = value.replace(MASK, "").strip(" \t\r\n\"'")
    if _NEVER_SECRET.fullmatch(trimmed.rstrip(",;.")) or (
        trimmed != value and not any(map(str.isalnum, trimmed))
    ):
        return False
    if is_secret_name(name):
        return not _SMALL_NUMBER.fullmatch(trimmed) or bool(_PASSWORD_NAME.search(_words(name)[-1]))
    return _is_key_name(name) and bool(_RANDOM_LOOKING.fullmatch(trimmed))


def _is_key_name(name: str) -> bool:
    """Return whether a random-looking value under this name is a secret."""
    return name[-3:].lower() == "key"


def _spans(text: str) -> Iterator[Span]:
    for match in _TOKENS.finditer(text):
        yield match.span()
    for match in _AUTH_SCHEME.finditer(text):
        if _AUTH_VALUE.match(match["secret"]):
            yield match.span("secret")
    if "=" in text or ":" in text:
        yield from _assignments(text)
    if "@" in text:
        yield from _passwords_in_addresses(text)
    for match in _OPTION.finditer(text) if "-" in text else ():
        last_word = match["name"].rpartition("-")[2]
        if (last_word == "token" or _PASSWORD_NAME.search(last_word)) and _is_secret_value(
            last_word, match["secret"]
        ):
            yield match.span("secret")


def _passwords_in_addresses(text: str) -> Iterator[Span]:
    for match in _ORACLE_ADDRESS.finditer(text):
        if _is_secret_value("password", match["secret"]):
            yield match.span("secret")
    begin = 0
    while address := _ADDRESS_START.search(text, begin):
        begin = address.end()
        if _PORT_OR_END.match(text, begin):
            continue
        after_colon = text[begin : _match_end(_TO_ADDRESS_END, text, begin)]
        # Take the last @ before the query, because passwords may contain @ and / without escapes.
        at_sign = re.split(r"[?#]", after_colon, maxsplit=1)[0].rfind("@")
        at_sign = at_sign if at_sign >= 0 else after_colon.rfind("@")
        if at_sign > 0 and _is_secret_value("password", after_colon[:at_sign]):
            yield begin, begin + at_sign
        begin += max(at_sign, 0) or len(after_colon)


def _assignments(text: str) -> Iterator[Span]:
    end = 0
    for match in _ASSIGNMENT.finditer(text):
        name = match["name"]
        if match.start() < end or not (is_secret_name(name) or _is_key_name(name)):
            continue  # inside the previous value, or not the name of a secret
        if text.startswith(MASK, match.start("name") - 1):
            continue  # the "name" is part of a mask
        begin, end = _value_span(text, match)
        value = text[begin:end]
        if (
            match["sign"] == ":"
            and not (match["quote"] and begin > match.end())
            and not _LETTERS_AND_DIGITS.fullmatch(value)
        ):
            end = begin  # "password: must not be blank" is a sentence
        elif _is_secret_value(name, value):
            yield begin, end
        else:
            end = begin


def _value_span(text: str, match: re.Match[str]) -> Span:
    """Return the start and end of an assignment's value, without its quotes."""
    begin = match.end()
    preceding_char = text[match.start() - 1] if match.start() else ""
    if match["prefix"] == "-D" and text.lstrip().startswith("-"):
        # The value of a JVM argument may contain blanks, and ends before the next option.
        begin = match.end("sign")
        return begin, next((boundary.start() for boundary in boundaries(text, begin)), len(text))
    if opening := _OPENING_QUOTE.match(text, begin):
        return opening.end(), _quotation_end(text, opening[0], opening.end())
    if preceding_char in {'"', "'", "`"} and not match["quote"]:
        return begin, _quotation_end(text, preceding_char, begin)
    if braced := _BRACED.match(text, begin):
        return braced.span()
    return begin, _match_end(_TO_SEPARATOR.get(preceding_char, _TO_BLANK), text, begin)


def _match_end(pattern: re.Pattern[str], text: str, begin: int) -> int:
    match = pattern.match(text, begin)
    return match.end() if match else begin


def _quotation_end(text: str, mark: str, begin: int) -> int:
    """Return the position of the closing quote, or the end of the text if there is none."""
    end = begin
    while (end := text.find(mark, end)) >= 0:
        backslashes = len(text[begin:end]) - len(text[begin:end].rstrip("\\"))
        if len(mark) > 1 or backslashes % 2 == 0:
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
