"""What Lighthouse says of the main pages: `make lighthouse`. It is fetched by npx and never kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx

from planner.web.access import COOKIE
from tests.store.databases import opened
from tests.web.conftest import stored
from tests.web.serving import FLAGS, chromium, serving

VERSION = "12"
CATEGORIES = ("performance", "accessibility", "best-practices")
PAGES = {
    "start": "/",
    "questions": "/new?name=Acme&ml_teams=3",
    "plan": "/plans/{plan}",
    "what if": "/plans/{plan}/what-if",
    "guidance": "/guidance",
}


def main() -> None:
    """Print the scores page by page, of 100."""
    if not (shutil.which("npx") and chromium()):
        sys.exit("Lighthouse needs npx (Node.js) and chromium.")
    with (
        tempfile.TemporaryDirectory() as folder,
        opened("sqlite", Path(folder)) as url,
        serving(url) as service,
    ):
        plan = stored(service, "example")
        for address in PAGES.values():  # what a process does once is not the page's
            httpx.get(
                service.address + address.format(plan=plan), cookies={COOKIE: service.cookie}, timeout=120
            )
        print(f"{'page':12}" + "".join(f"{name:>16}" for name in CATEGORIES))
        for name, address in PAGES.items():
            scores = judged(service.address + address.format(plan=plan), folder, service.cookie)
            print(f"{name:12}" + "".join(f"{scores[category]:16.0f}" for category in CATEGORIES), flush=True)


def judged(url: str, folder: str, cookie: str) -> dict[str, float]:
    """The scores of a page, as a desktop sees it."""
    command = ["npx", "--yes", f"lighthouse@{VERSION}", url, "--quiet", "--preset=desktop", "--output=json"]
    command += [f"--extra-headers={json.dumps({'Cookie': f'{COOKIE}={cookie}'})}"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--chrome-flags=--headless=new {' '.join(FLAGS)}"]
    environment = {"CHROME_PATH": str(chromium()), "PATH": "/usr/bin:/bin", "HOME": folder}
    ran = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    found = json.loads(ran.stdout)
    for audit in found["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] != "informative":
            print(f"  {audit['id']}: {audit.get('displayValue', audit['score'])}", file=sys.stderr)
    return {name: found["categories"][name]["score"] * 100 for name in CATEGORIES}


if __name__ == "__main__":
    main()
