"""`python -m deploy.alive worker-bulk`: a container's health check; asks the web's `/healthz`.

Ends with 0 where that part (or, for `web`, the pages and the database) is alive.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit


def main(part: str) -> int:
    """0 alive, 1 not."""
    address = os.environ.get("WEB_ADDRESS", "http://web:8000") + "/healthz"
    host = urlsplit(os.environ.get("STAPSTEEN_URL", "http://localhost:8000")).netloc
    request = urllib.request.Request(address, headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            told = json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code != 503:  # such as 400: a name that the pages don't answer to
            print(f"{address} answers {host} with {error}; see STAPSTEEN_HOSTS", file=sys.stderr)
            return 1
        told = json.load(error)
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(told))
    return 0 if told["parts"].get("database" if part == "web" else part) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
