"""Texts with every shape of a secret, for the tests of the detector and of the outputs that mask secrets."""

from __future__ import annotations

import base64

from talend_processing.secret_text import MASK

S = "hunter22"
HEX = "0123456789abcdef"
JWT = ".".join(
    base64.urlsafe_b64encode(part).decode().rstrip("=")
    for part in (b'{"alg":"x"}', b'{"sub":"1"}', b"0" * 12)
)

SHAPES: dict[str, tuple[str, str]] = {
    f"-Durl=jdbc:postgresql://bob:{S}@db/x": (
        "-Durl=jdbc:postgresql://bob:[secret]@db/x",
        "-Durl=jdbc:postgresql://bob@db:5432/x",
    ),
    f"-Durl=jdbc:mysql://u:{S}@h/x": (
        "-Durl=jdbc:mysql://u:[secret]@h/x",
        "-Durl=jdbc:mysql://u:${PASSWORD}@h/x",
    ),
    f"-Dx=jdbc:sqlserver://h:1433;user=sa;password={S};encrypt=true": (
        "-Dx=jdbc:sqlserver://h:1433;user=sa;password=[secret];encrypt=true",
        "-Dx=jdbc:sqlserver://h:1433;user=a@b;encrypt=true",
    ),
    f"-Dx=jdbc:sqlserver://h;password={{a;{S}}};encrypt=true": (
        "-Dx=jdbc:sqlserver://h;password=[secret];encrypt=true",
        "-Dx=jdbc:sqlserver://h;passwordPolicy={a;b};encrypt=true",
    ),
    f"-Dx=jdbc:mysql://h/d?user=u&password={S}&ssl=true": (
        "-Dx=jdbc:mysql://h/d?user=u&password=[secret]&ssl=true",
        "-Dx=jdbc:mysql://h/d?user=a@b&passwordField=pw&ssl=true",
    ),
    f"-Dx=jdbc:mysql://(host=h,user=u,password={S})/d": (
        "-Dx=jdbc:mysql://(host=h,user=u,password=[secret])/d",
        "-Dx=jdbc:mysql://(host=h,user=u)/d",
    ),
    f"-Dx=jdbc:oracle:thin:scott/{S}@//h:1521/s": (
        "-Dx=jdbc:oracle:thin:scott/[secret]@//h:1521/s",
        "-Dx=jdbc:oracle:thin:@//h:1521/s",
    ),
    f"-Ddb.pw={S}": ("-Ddb.pw=[secret]", "-Ddb.pw.file=/etc/x"),
    f"-Dhttps.proxy=joe:{S}@proxy:3128": (
        "-Dhttps.proxy=joe:[secret]@proxy:3128",
        "-Dhttps.proxy=proxy:3128/a@b",
    ),
    f"-Dproxy=joe:{S}@h": ("-Dproxy=joe:[secret]@h", "-Dproxy=h:1"),
    f"-Dproxy.url=//joe:{S}@proxy": ("-Dproxy.url=//joe:[secret]@proxy", "-Dproxy.url=//proxy:3128/a@b"),
    f"-Dhttps.proxyUser=joe -Dhttps.proxyPassword={S}": (
        "-Dhttps.proxyUser=joe -Dhttps.proxyPassword=[secret]",
        "-Dhttps.proxyUser=joe -Dhttps.proxyPasswordFile=/etc/x",
    ),
    f"-Durl=jdbc:oracle:oci:scott/{S}@h:1521:s": (
        "-Durl=jdbc:oracle:oci:scott/[secret]@h:1521:s",
        "-Durl=jdbc:oracle:oci:/@h",
    ),
    f"-Durl=jdbc:teradata://h/USER=u,PASSWORD={S},TMODE=ANSI": (
        "-Durl=jdbc:teradata://h/USER=u,PASSWORD=[secret],TMODE=ANSI",
        "-Durl=jdbc:teradata://h/USER=u,TMODE=ANSI",
    ),
    f"-Durl=mongodb://u:{S}@h1:1,h2:2/d": (
        "-Durl=mongodb://u:[secret]@h1:1,h2:2/d",
        "-Durl=mongodb://h1:1,h2:2/d",
    ),
    f"jdbc:databricks://h:443/d;UID=token;PWD={S}": (
        "jdbc:databricks://h:443/d;UID=token;PWD=[secret]",
        "jdbc:databricks://h:443/d;UID=token",
    ),
    f"-Dhttps.proxyHost=http://joe:{S}@proxy": (
        "-Dhttps.proxyHost=http://joe:[secret]@proxy",
        "-Dhttps.proxyHost=http://proxy:8080/a@b",
    ),
    f"redis://:{S}@h:6379/0": ("redis://:[secret]@h:6379/0", "redis://[::1]:6379/a@b"),
    f"-Dhttps.proxyPass={S}": ("-Dhttps.proxyPass=[secret]", "-Dhttps.proxyBypass=localhost"),
    f"-Dpassword={S}": ("-Dpassword=[secret]", "-Dpassword.file=/etc/x"),
    f"-Djavax.net.ssl.keyStorePassword={S} x": (
        "-Djavax.net.ssl.keyStorePassword=[secret]",
        "-Djavax.net.ssl.keyStore=/etc/store",
    ),
    f"-Xms1g -DdbPwd='a -Xb {S}' -Xmx2g": ("-Xms1g -DdbPwd=[secret] -Xmx2g", "-Dpassword= -Xmx2g"),
    f"-Dapi.token={S}": ("-Dapi.token=[secret]", "-Dtoken.ttl=30"),
    "-Dpin.password=1234": ("-Dpin.password=[secret]", "-Dmax.tokens=4096"),
    f"-Dfs.azure.account.key.x.net={S}": ("-Dfs.azure.account.key.x.net=[secret]", "-Dsort.key=customer_id"),
    "-Dkey=abcdef0123456789xyz": ("-Dkey=[secret]", f"-Dobject.key={HEX}01234567"),
    f"-Dsecret={S}": ("-Dsecret=[secret]", "-Dsecret={{secrets/scope/key}}"),
    "-Dpassword=$ecret1": ("-Dpassword=[secret]", "-Dpassword=$PASSWORD"),
    f"AccountName=x;AccountKey={S}==;Suffix=y": (
        "AccountName=x;AccountKey=[secret];Suffix=y",
        "AccountName=x;Suffix=y",
    ),
    f"https://h/c?sv=1&sig={S * 3}%3D&se=2": (
        "https://h/c?sv=1&sig=[secret]&se=2",
        "https://h/c?sv=1&sig=short",
    ),
    f'required username="u" password="{S}";': (
        'required username="u" password="[secret]";',
        'required username="u";',
    ),
    f'{{"password": "{S}"}}': ('{"password": "[secret]"}', '{"password": null}'),
    f'{{\\"token\\":\\"{S}\\"}}': ('{\\"token\\":\\"[secret]\\"}', '{\\"tokenType\\":\\"Bearer\\"}'),
    f"password: {S}": ("password: [secret]", "password: must not be blank"),
    f"Authorization: Bearer {S}": ("Authorization: Bearer [secret]", "Basic authentication is switched off"),
    f"login --password {S} now": (
        "login --password [secret] now",
        "pulumi config set --secret talend:accessToken",
    ),
    f"refused: -Dpassword={S} in p": ("refused: -Dpassword=[secret] in p", "refused: -Dpassword in p"),
    f'["-Dpassword={S} x", "-Xmx1g"]': ('["-Dpassword=[secret]", "-Xmx1g"]', '["-Dcolumn=x", "-Xmx1g"]'),
    "AKIAABCDEFGHIJKLMNOP": (MASK, "AKIA in a sentence"),
    "dapi" + HEX * 2: (MASK, "dapi-documentation"),
    "ghp_" + "a1" * 18: (MASK, "ghp_short"),
    "github_pat_" + "a1" * 15: (MASK, "github_pattern"),
    "glpat-" + "a1_-" * 6: (MASK, "glpat-x"),
    "xoxb-12345678-abc": (MASK, "xoxb"),
    JWT: (MASK, "eyJ.a.b"),
    "AIza" + "a" * 35: (MASK, "AIza"),
    "hvs." + "a1" * 12: (MASK, "hvs.example.org"),
    "-----BEGIN RSA PRIVATE KEY----- x -----END RSA PRIVATE KEY-----": (
        MASK,
        "-----BEGIN CERTIFICATE----- x",
    ),
    f"-----BEGIN PRIVATE KEY-----\n{S}": (MASK, "-----BEGIN PUBLIC KEY-----"),
    "6F1C" * 16: (MASK, "6f1c" * 16),
}
"""Texts with a secret, each with its masked form and a similar text without a secret."""

ARGUMENTS = [text for text in SHAPES if text.startswith("-") and not text.startswith("--")]
"""The shapes that are JVM arguments."""
HARMLESS = [SHAPES[text][1] for text in ARGUMENTS]
"""Similar arguments without a secret."""
