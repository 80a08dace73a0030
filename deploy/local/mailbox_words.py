"""The mailbox's words in both languages, and how it looks: the product's own tokens."""

WORDS = {
    "nl": {
        "title": "Postbus",
        "none": "Nog geen mail. Wat Stapsteen verstuurt, komt hier binnen.",
        "not_found": "Geen mail gevonden. Zoek op een deel van het adres of het onderwerp.",
        "search": "Ontvanger of onderwerp",
        "find": "Zoeken",
        "clear": "Postbus legen",
        "sure": "Ja, gooi alles weg",
        "text": "Als tekst",
        "headers": "Alle kopregels",
        "raw": "Precies zoals hij binnenkwam",
        "files": "Bijlagen",
        "to": "aan",
        "older": "Oudere mails",
        "newer": "Nieuwere mails",
        "back": "Postbus",
        "gone": "Deze mail is er niet (meer).",
        "elsewhere": "Onder deze naam is hier geen postbus.",
        "no_html": "Deze mail is alleen tekst.",
        "no_subject": "(geen onderwerp)",
    },
    "en": {
        "title": "Mailbox",
        "none": "No mail yet. What Stapsteen sends arrives here.",
        "not_found": "No mail found. Search for a part of the address or the subject.",
        "search": "Recipient or subject",
        "find": "Search",
        "clear": "Empty the mailbox",
        "sure": "Yes, throw all away",
        "text": "As text",
        "headers": "All headers",
        "raw": "Exactly as it came in",
        "files": "Attachments",
        "to": "to",
        "older": "Older mails",
        "newer": "Newer mails",
        "back": "Mailbox",
        "gone": "This mail is not here (any more).",
        "elsewhere": "There is no mailbox here by this name.",
        "no_html": "This mail is text only.",
        "no_subject": "(no subject)",
    },
}

STYLE = """
:root{color-scheme:light dark;--ink:#12252f;--soft:#4a6472;--paper:#fbf9f5;--card:#fff;
--line:#e4ded3;--deep:#0c4a57;--ring:#0c4a57}
@media(prefers-color-scheme:dark){:root{--ink:#e9f1f3;--soft:#a9bfc8;--paper:#0b1a21;
--card:#12252f;--line:#27404c;--deep:#8fd3df;--ring:#8fd3df}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:18px/1.5 "Atkinson Hyperlegible Next",system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:54rem;margin:0 auto;padding:28px 20px 64px}
h1,h2{font-family:"Bricolage Grotesque",system-ui,sans-serif;line-height:1.2;margin:0 0 8px}
h1{font-size:1.75rem}h2{font-size:1.2rem;margin-top:32px}
a{color:var(--deep)}p{margin:0 0 12px}.soft{color:var(--soft);font-weight:400}
ul{list-style:none;margin:0;padding:0;border-bottom:1px solid var(--line)}
li{border-top:1px solid var(--line);padding:14px 0}li a{font-weight:600}
li p{margin:2px 0 0;font-size:.875rem}
header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-start;gap:8px 24px}
.bar{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px;margin:16px 0}
.bar label{flex-basis:100%;font-size:.875rem;color:var(--soft)}.bar input{flex:1 1 14rem}
input,button{font:inherit;min-height:44px;padding:4px 16px;border-radius:12px;color:var(--ink);
border:1px solid var(--soft);background:var(--card)}
button{border-color:var(--deep);color:var(--deep);font-weight:600;cursor:pointer}
summary{min-height:44px;padding:8px 0;color:var(--deep);cursor:pointer}
iframe{display:block;width:100%;height:70vh;border:1px solid var(--line);border-radius:12px;
background:#fff;margin-top:20px}
pre{white-space:pre-wrap;background:var(--card);border:1px solid var(--line);border-radius:12px;
padding:16px;font-size:.875rem;margin:8px 0 16px}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
"""
