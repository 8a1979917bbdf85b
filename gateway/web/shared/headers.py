"""Security headers, which stand on every answer, whoever gives it."""

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
"""No inline script, no framing, no guessing of types, no referrers to others; a page may have stricter ones."""
