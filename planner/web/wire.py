"""What goes over the wire: texts packed, where that tells nobody anything."""

from __future__ import annotations

import gzip

from flask import Response, request

LEAST = 1_400
"""Bytes up to which an answer is one packet anyway."""

LEVEL = 5
PACKED = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml"})
FRIENDLY = frozenset({None, "none", "same-origin"})
"""How `Sec-Fetch-Site` tells of requests that no other site made the browser send."""


def pack(response: Response) -> Response:
    """Compress a page or an asset for whoever takes that.

    Not where another site asked in the reader's name: from the lengths of answers to requests of its choosing
    it could guess what a page holds (BREACH).
    """
    if response.mimetype not in PACKED or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.update(["Accept-Encoding", "Sec-Fetch-Site"])
    if _wanted(response):
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response


def _wanted(response: Response) -> bool:
    return (
        "Content-Encoding" not in response.headers
        and "ETag" not in response.headers
        and (response.content_length or 0) > LEAST
        and request.accept_encodings["gzip"] > 0
        and request.headers.get("Sec-Fetch-Site") in FRIENDLY
    )
