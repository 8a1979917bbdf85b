"""Known holes in what we depend on (pip-audit, with PyPI's own data), and secrets that were committed (detect-secrets).

``--offline`` leaves out what needs a network; ``--osv URL`` asks the OSV API there instead of PyPI (a mirror);
``--where-reachable`` is content where neither can be reached (CI). Holes that are accepted stand in audit-accepted.yml,
with why and until when. Exit status 1: something was found; 2: nobody could say.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements-test.lock", "nlu/assistant/requirements.lock")
"""The gateway's with the tests' tools, which holds what production has."""
NOBODY_COULD_SAY = 2
ACCEPTED = ROOT / "scripts/audit-accepted.yml"
KINDS = (
    "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "DiscordBotTokenDetector", "GitHubTokenDetector",
    "GitLabTokenDetector", "JwtTokenDetector", "MailchimpDetector", "NpmDetector", "OpenAIDetector",
    "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector", "StripeDetector",
    "TelegramBotTokenDetector", "TwilioKeyDetector",
)  # fmt: skip
"""By their shape. What only looks random is not looked for: hashes and identifiers do, everywhere."""
KNOWN = (r"^AC0{32}$", r"^(secret|password|PASSWORD|hush)$")
"""The simulator's account, and words that stand for a password in examples and tests."""
_SETTINGS = {
    "plugins_used": [{"name": kind} for kind in KINDS],
    "filters_used": [{"path": "detect_secrets.filters.regex.should_exclude_secret", "pattern": list(KNOWN)}],
}


def main(arguments: list[str]) -> int:
    found = committed_secrets()
    if "--offline" in arguments:
        say("dependencies: left out (--offline)")
        return found
    osv = arguments[arguments.index("--osv") + 1 :][:1] if "--osv" in arguments else []
    status = found
    for lock in LOCKS:
        told = known_holes(lock, *osv)
        if told == NOBODY_COULD_SAY and "--where-reachable" in arguments:
            say("no source of advisories can be reached from here: nothing was asked")
            break  # the next would wait as long for the same
        status = status or told
    return status


def committed_secrets(root: Path = ROOT) -> int:
    """Of all files under version control."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    files = [name for name in told.split("\0") if name and (root / name).is_file() and not name.endswith(".lock")]
    collection = SecretsCollection(root=str(root))
    with transient_settings(_SETTINGS):
        for name in files:
            collection.scan_file(name)
    for name, secret in collection:
        say(f"{name}:{secret.line_number}: {secret.type}")
    say(f"secrets: {sum(1 for _ in collection)} found in {len(files)} files")
    return 1 if any(True for _ in collection) else 0


def known_holes(lock: str, osv: str | None = None) -> int:
    """Of what one lock names, as PyPI knows them, or the OSV API at this address."""
    options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    options += ["--vulnerability-service", "osv", "--osv-url", osv] if osv else []
    command = [sys.executable, "-m", "pip_audit", "-r", str(ROOT / lock), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        say(f"{lock}: nobody could say: {done.stderr.strip().splitlines()[-1:]}")
        return NOBODY_COULD_SAY
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    today, accepted = datetime.now(UTC).date(), accepted_holes(lock)
    open_ones = 0
    for one in packages:
        for hole in one.get("vulns", ()):
            until = accepted_until(one["name"], hole, accepted)
            if until is not None and today <= until:
                continue
            open_ones += 1
            mended = ", ".join(hole["fix_versions"]) or "no version"
            late = f"; accepted until {until}: look again ({ACCEPTED.name})" if until else ""
            say(f"{lock}: {one['name']} {one['version']}: {hole['id']}, mended in {mended}{late}")
    holes = sum(len(one.get("vulns", ())) for one in packages)
    say(f"{lock}: {holes} known holes in {len(packages) - len(unknown)} packages, {holes - open_ones} of them accepted")
    if unknown:
        say(f"{lock}: PyPI's data on {len(unknown)} packages cannot be reached from here; try where pypi.org answers")
    return 1 if open_ones else NOBODY_COULD_SAY if unknown else 0


def accepted_holes(lock: str) -> list[Mapping[str, Any]]:
    """The entries of audit-accepted.yml for a lock."""
    return [one for one in yaml.safe_load(ACCEPTED.read_text(encoding="utf-8")) if one["lock"] == lock]


def accepted_until(package: str, hole: Mapping[str, Any], accepted: Iterable[Mapping[str, Any]]) -> date | None:
    """The last day on which this hole is accepted, by whichever of its names; None: it is not."""
    names = {hole["id"], *hole.get("aliases", ())}
    found: list[date] = [one["until"] for one in accepted if one["package"] == package and names & set(one["ids"])]
    return max(found, default=None)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
