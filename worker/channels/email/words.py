"""What mail servers say, by what it means, in the languages that were met. Pure: patterns only."""

from __future__ import annotations

import re


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# What a sender itself may send, as the sender's own provider counts it.
OWN_LIMIT = _words(
    r"(daily|hourly|monthly|weekly|dagelijkse?|dag|uur|maand)[\w\s'-]{0,40}(limit|limiet|quota|quotum)",
    r"verzendlimiet",
    r"(limit|quota|limiet|quotum)\b[\w\s'-]{0,30}\b(per|each|a|an) (hour|day|minute|month|uur|dag)",
    r"(sending|send|submission|outbound|outgoing|relay|sender'?s?|verzend)[\w\s-]{0,25}"
    r"(limit|quota|quotum|rate|allowance)",
    r"tages(limit|kontingent)|(limite?|quota)[\w\s']{0,20}(quotidien|journali)",
    r"(rate|quota|limit)\w*[\w\s]{0,30}(sender|sending|outgoing|outbound|submission)",
    r"limit for message recipients",
    r"exceeded[\w\s]{0,40}(messages?|recipients|e?-?mails|mails)[\w\s]{0,20}\b(per|an?|in an?)\b",
    r"exceeded[\w\s,]{0,40}(threshold|credits)|credits exceeded|out of credits",
    r"\d+ (messages?|e?-?mails?|recipients) (per|an?) (hour|day|minute)|(?<!mailbox )message limit",
    r"too (many|much) (messages?|e?-?mails?|mail)\b(?!.{0,40}(for|to) this)",
    r"(max|maximum)[\w\s]{0,20}(messages|e?-?mails|recipients) (per|an?) ",
    r"te veel (berichten|mails?|e-mails)",
    r"rate.?limit|throttl|quota exceeded for (sender|account|your)",
    r"(your|sender'?s?|sending|uw) (account|user|organi[sz]ation|tenant|domain)\b[\w\s]{0,30}"
    r"(suspended|blocked|disabled|restricted|locked|geblokkeerd)",
    r"bad outbound sender|blocked from sending|sending (is )?(disabled|suspended|paused)",
    r"(outgoing|outbound|sending|submission|uitgaande)[\w\s<>@.\"'-]{0,60}"
    r"(suspended|disabled|blocked|paused|on hold|shut down|geblokkeerd|opgeschort)",
    r"\b(your|sending|smtp|uw|je|votre|ihr)( [\w-]+)? (account|konto|compte)\b[\w\s/,]{0,40}(suspen|blocked|disabled|paused"
    r"|on hold|closed|pending|under review|shut down|terminated|inactive|not (yet )?activ|geblokkeerd|opgeschort"
    r"|opgeheven|uitgeschakeld|gesperrt|bloqu)",
    r"activate your account|account\w* (sending )?privilege",
    r"OutboundSpam|ShowTierUpgrade|WASCL",
    r"(quota|limit) exceeded \(sender\)|message quota|messaging limits?|plan limit|upgrade (your|the) plan",
    r"(insufficient|no|not enough|onvoldoende) (credits?|funds|balance|tegoed)|tegoed is op\b|payment required",
    r"sandbox|for test purposes only|free (trial )?account",
    r"dagelijkse? (maximum|limiet|aantal)|maximum (bereikt|overschreden)|daglimiet",
    r"(limite?|quota)s? d.envoi|versand(limit|kontingent)|limiet van (uw|je) abonnement|concurrent connections limit",
    r"\b(trial|subscription|abonnement)( period)?( has| is)? (ended|expired|over|been used up|verlopen)|invoice[\w\s]{0,12}overdue",
)
# A sender's own limit is said in many ways: one word of each of these three.
LIMIT = _words(
    r"exceed|reached|limit|\bmax(imum|imaal)?\b|atteint|erreicht|quota|too (many|much)|over(schreden|schrijdt)|bereikt|te veel",
)
COUNTED = _words(
    r"\b(messages?|e-?mails?|mails?|recipients?|berichten|ontvangers?|destinataires?|empf.nger|nachrichten|sends?|verzend\w*|sent)\b"
)
PERIOD = _words(
    r"\b(per|each|an?|this|last|next|in the last) (second|minute|hour|day|week|month)\b|today|tomorrow",
    r"\b(24|48|12) ?-?(h|hours?|uur|uren)\b|hourly|daily|weekly|monthly|/ ?(h|hour|day|min|minute|uur|dag)\b",
    r"\b(you|u)( are| mag)? (allowed|permitted|may|mogen)?( to)? ?(send|verzenden|versturen)\b",
    r"\b(per (uur|dag|minuut|week|maand)|par (heure|jour|minute)|pro (stunde|tag|minute))\b|vandaag|morgen|dagelijks",
)
# Said behind the content, to whom hands it in.
ACCOUNT = _words(
    r"^(message rejected: )?account (is |has been )?(disabled|suspended|blocked|locked|closed)"
)
# How a receiver sees us, or how much it takes from us.
THEIR_VIEW = _words(
    r"(because|due to|for)[\w\s:]{0,20}(dkim|spf|dmarc|from:|reputation|ptr|tls|it is unauthenticated)|to this (domain|host|server)",
    r"(from|of) your (\w+ )?(ip|host|server|network|domain)\b|your (ip|host|server)( address)? (has|is)\b|unusual rate",
)
# Whom it was for, in a sentence about their mailbox: it says nothing of who sends.
TO_WHOM = _words(
    r"\b(that )?(you|u|we)(('| a)re)?( trying to| tried to| want to)? "
    r"((send|sent|e?mail|writ)\w*( e?-?mails?| messages?)? to\b|(reach|contact)\w*)",
)
# Of what is sent, and not of what somebody receives.
OURS = _words(
    r"\b(sender'?s?|sending|send|sent|outgoing|outbound|submission|relay|verzend\w*|verstur\w*|verstuurd"
    r"|uitgaande?|you(r|'ve| have)?|u heeft|uw|je)\b"
)
# Whose mailbox it is about.
THEIRS = _words(
    r"mail ?box|recipient|inbox|incoming|\buser'?s?\b|post(vak|bus|fach)|ontvanger|account|folder|inkomend"
    r"|storage|opslag|empf.nger|bo[iî]te"
)
# How much one recipient may receive is theirs, and passes.
THEIR_RATE = _words(
    r"receiving mail (at a rate|too)|receiv\w+[\w\s']{0,20}(limit|rate)",
    r"(recipient|mailbox)('?s)? (mailbox )?(rate|receive\b|receiv(es|ing))|(can|may) receive|incoming (messages?|e?-?mails?)",
    r"recipient has exceeded|(kan|mag) ontvangen|inkomende (berichten|mails?)",
    r"(post(vak|bus)|ontvanger|mail ?box|recipient)\b[\w\s]{0,20}(daglimiet|daily limit|busy|bezet)",
    r"(mailbox|user|recipient|account|ontvanger)[\w\s]{0,30}(is )?(receiving|ontvangt)",
    r"(user|recipient|mailbox|ontvanger|postvak)[\w\s]{0,20}((has|heeft) (received|ontvangen)|krijgt|ontvangt|gets)\b",
    r"(too (many|much)|te veel|limit|rate)[\w\s]{0,20} (for|to|by|voor|aan) (this|that|deze) (recipient|user|mailbox|address|ontvanger|gebruiker)",
)
FULL = _words(
    r"(mail ?box|post(vak|bus)|inbox|folder)[\w\s'<>@.-]{0,40}\b(full|vol|over|exceed|storage|quota)",
    r"\b(full|volle?) (mail ?box|post(vak|bus)|inbox)",
    r"over ?quota|quota.{0,12}exceeded|exceeded.{0,24}(quota|storage)|out of (disk )?(space|storage)",
    r"insufficient (system |disk )?(storage|space)|not enough (disk )?(space|storage)",
    r"(quota|opslag)\w*[\w\s]{0,20}(overschreden|vol)|\bpostfach (ist )?voll\b|bo[iî]te[\w\s]{0,20}\bpleine\b",
    r"speicherplatz[\w\s]{0,30}(ersch.pft|voll|berschritten)",
    r"(mail ?box|post(vak|bus)|inbox)[\w\s'<>@.-]{0,40}(too many messages|over \w+ (quota|limit))",
)
GREY = _words(r"gr[ea]y-?\s?list")
# How we are seen from outside: lists, names, proofs. It says nothing of any recipient.
ABOUT_US = _words(
    r"spamhaus|spamcop|barracuda|sorbs|uceprotect|invaluement|abusix|proofpoint|cloudmark|senderscore",
    r"\b(dns|r)[bw]ls?\b|black ?-?list|block ?-?list|deny ?-?list|zwarte lijst|blocked using",
    r"listed (by|at|in|on)\b|is listed\b|delist",
    r"reputation|banned (sender|sending|ip|address|host)|\bS31[45]\d|RP-00\d|\[?TSS?0\d|unusual rate|user complaints",
    r"\bspf\b|\bdkim\b|\bdmarc\b|\barc\b.{0,20}fail|unauthenticated|not authenticated|no authentication",
    r"authentication (is )?(required|needed|failed|unsuccessful)|must (first |be )?authenticate",
    r"(please|first|to) (be )?authenticate|smtp.?auth|auth(entication)? (first|required)|authenticate first",
    r"authentication (information|checks?|level)|not logged in|please log ?in|log ?in (first|before)",
    r"authenti[cf]\w* (is )?(vereist|nodig|mislukt|requise|erforderlich)|inloggen|aan(ge)?meld|anmeldung",
    r"your (sending|daily|hourly) (limit|quota)|geen toestemming|badmailfrom|mail from\b|from:? (header|address)|envelope.?(sender|from|blocked)|blocked senders?",
    r"(verified )?sender (identity|signature)|sender'?s? (domain|address)|domain of (the )?sender",
    r"sender[\w\s<>@]{0,12}(unauthori[sz]ed|not validated)|unauthori[sz]ed sender|absender|exp[eé]diteur",
    r"not authori[sz]ed to (perform|submit|relay|deliver)|configuration set|unconfigured",
    r"administratively (denied|prohibited)|\bIP ?= ?\[?\d|problem occurred|ask your postmaster",
    r"weren'?t sent|from your (network|ip)|forbidden country|SC-00\d|invalid dns|\bMX or A\b|dns (ptr|mx)",
    r"too many (invalid|bad|unknown|wrong|unverified) (recipients?|users?|address\w*|commands?)",
    r"service refus|connections? (refused|will not)|not allowed to connect|liste noire|gesperrt",
    r"(sender|from|return.?path|envelope|afzender|verzender)\w{0,12}[\w\s<>@.:,'/()-]{0,60}"
    r"(reject|refus|denied|not (allowed|owned|permitted|authori[sz]ed|accepted|verified|found)"
    r"|verif\w+ (failed|failure)|fail\w* verif|invalid|does not exist|unknown|not registered|geweigerd|niet|onbekend)",
    r"(reject|refus|invalid|bad|unknown)\w*[\w\s]{0,12}\b(sender|afzender)",
    r"verification failed|sender verify|not verified|sender[\w\s]{0,20}null mx|callback setup failed|sender callout|impersonat",
    r"(relay|relais|doorstur|weiterleit)\w{0,12}[\w\s<>@.,']{0,40}(denied|disallowed|not (permitted|allowed)|prohibited"
    r"|refus|geweigerd|niet toegestaan|verweiger|nicht erlaubt)",
    r"namens (dit|uw|een ander) adres|(uw|your) dom(ein|ain)\b|onbekende server|(not (in|on)|niet op) [\w\s]{0,12}white ?-?list|denied by policy",
    r"(unable|not (allowed|permitted|authori[sz]ed)) to (relay|send)(?!( \w+)? to (this|that|the)? ?(recipient|group|mailbox))",
    r"rcpthosts|do(es)? not relay|we don'?t relay|not (a )?local (host|domain)",
    r"(not|niet) (allowed|toegestaan)[\w\s]{0,20}(send|verzend|verstuur)",
    r"client host|sending (host|ip|server|mta)|reverse (dns|hostname|lookup)|\bptr\b|\brdns\b",
    r"\bhelo\b|\behlo\b|hostname",
    r"(must issue|requires?|need|use)[\w\s]{0,20}(starttls|tls|encryption)|\b(starttls|tls|encryption)( is)? (required|needed)",
    r"permission\w* to (submit|send as)|send as this sender|send on behalf",
    r"your (ip|host|server|network|mail ?server|e?-?mail (server|system))\b|uw (ip|server)",
    r"(ip|host|server|network|netwerk|adres)[\w\s.\[\]:-]{0,50}\b(blocked|geblokkeerd|blacklisted)",
    r"(blocked|geblokkeerd)[\w\s]{0,20}(ip|host|server)",
    r"(service|system|server)( is| currently| temporarily)* (unavailable|not available|busy|shutting|closing)",
    r"(local|security|administrative|site) polic(y|ies)|policy (violation|reasons?|restriction)",
    r"beleid|spoof|certificate|dynamic(/residential)? (ip|address)|smart ?host|\bpop.before|check for new mail",
    r"(maximum|number of|too (many|frequent))[\w\s]{0,20}connect(s|ions)\b|te veel verbindingen",
    r"harvest|loop detected|too many (hops|received)",
)
# Says of itself whose side it is of, whatever stands beside it.
OUR_OWN = _words(
    r"(?<!check )(?<!update )(?<!verify )\b(your|uw|ihre?|votre|sender'?s?|sending|return|authenticated|smtp|api|client|ip)( [\w-]+)? "
    r"(account|user|mail ?box|adres|address(?! book)|konto|compte)\b|used to send|\b(account|user|mail ?box|address) of (the )?sender\b",
)
THEIR_OWN = _words(
    r"RESOLVER\.(ADR|RST)\.(?!Recip(Size)?Limit)|suppress(ed|ion)\b|hard bounce",
    r"(recipient|user)( \w+)? (has|have) blocked|blocked by (this|the) (recipient|user)(?!'s? \w)",
    r"\b(this|the) (user|recipient|group|list|mailbox)( \w+)? (only accepts|does(n't| not) accept|is not accepting)"
    r"(?![\w\s]{0,30}\b(your?|ips?|hosts?|servers?|domains?)\b)",
    r"\b(recipient|mailbox) (only accepts|does(n't| not) accept) (e?-?mail|messages?)( \w+)? from (outside|external|unknown)",
    r"accepted (for|by) (this|that) (recipient|user|group|mailbox)",
    r"send(ing)?( \w+)? to (this|that) (recipient|address|group|(distribution )?list|mailbox)",
    r"sender (was |is )?blocked by (the )?(recipient|user)\b(?!'?s? \w)|deze (ontvanger|groep|postbus) (accepteert|neemt)",
    r"naar deze (ontvanger|groep|postbus)|(allow|safe|accept)( |-)?(ed )?(senders? )?list of (this|the) (recipient|user)",
)
# How many it takes at once: for good, it will take as few of the next.
TOO_MANY = _words(r"too many recipients|RecipLimit")
RECIPIENT = _words(
    r"(user|benutzer|recipient|mail ?box|account|address(ee)?|alias|person|gebruiker|ontvanger|adres|postvak)"
    r"[\w\s<>@.:,'\"/()-]{0,80}(unknown|not (found|exist|known|valid|here|listed|available)"
    r"|n'?t exist|doesn'?t (exist|have)|does not (exist|have)|existiert nicht|unbekannt|no longer|(could ?n[o']t|cannot|can'?t) be found|not allowed to receive|not on this server|disabled|inactive|unavailable|invalid"
    r"|suspended|closed|terminated|expired|deleted|deactivated|suppressed|frozen|onbekend|bestaat niet|niet gevonden"
    r"|uitgeschakeld|opgeheven|opgezegd|ongeldig|niet bekend|niet (langer|meer) (in gebruik|geldig|actief|bereikbaar)|inconnu"
    r"|(possibly|probably) incorrect|gesloten|verwijderd|(been|is|was) (removed|retired)|no existe|n'existe)",
    r"(utilisateur|destinataire|usuario|destinatario|postfach|empf.nger|adresse)[\w\s<>@.:,'-]{0,40}"
    r"(inconnu|invalide|no existe|desconocido|unbekannt|existiert nicht|n'existe|deaktiviert)",
    r"<@>[\s:.]{0,5}(is )?(unknown|invalid|does not exist|no longer|not (a )?(known|valid|found)\b|onbekend|bestaat niet)",
    r"not (a |an )?(known|valid|local|recogni[sz]ed)( e-?mail)? (user|recipient|mail ?box|address)",
    r"recipient[\w\s]{0,20}(cannot|can'?t|could not) be verified|(cannot|unable to) verify recipient|address rejected",
    r"mailbox name not allowed|(employee|user|person|medewerker)[\w\s]{0,20}(has left|left the|niet meer|uit dienst)",
    r"(rejected|refused|blocked) by (the )?(user|recipient)(?!'?s? (mail ?)?(server|system|domain|provider|organi))",
    r"(unknown|invalid|bad|no such|non-?existent|undeliverable|illegal|onbekende?|ongeldige?)"
    r"[\w\s]{0,20}(user|recipient|mail ?box|account|address|alias|person|local.?part|destination"
    r"|gebruiker|ontvanger|adres|postvak|name)",
    r"geen (zo'n )?(gebruiker|ontvanger|postvak)|(cannot|could not|can'?t) find (your|the|this) (recipient|user|mail ?box)",
    r"no (mail ?box|one|such|account)[\w\s]{0,20}(here|by that name|with that|at this|user|person|name)",
    r"(recipient|ontvanger|rcpt)\w{0,12}( e?-?mail)?( address\w*)?[\w\s<>@.:'\"-]{0,80}"
    r"(rejected|refused|denied|geweigerd|not accepted)",
    r"all recipients? (address\w* )?(were |was )?rejected|no valid (recipients?|mail ?box)\b|(malformed|characters in) address|RecipientNotFound",
    r"(unrouteable|unroutable|undeliverable) address|address unknown|geen (geldige? )?ontvanger",
    r"RESOLVER\.(ADR|RST)\.(?!Recip(Size)?Limit)|Recipient not found",
    r"(host|domain)( or domain)?( name)? (not found|does not exist|unknown)|domein bestaat niet",
    r"(domain|host) (does not|doesn'?t) accept|null ?mx|user (has )?moved|not our (customer|user)",
    r"(recipient|group|list|mailbox)[\w\s']{0,40}(only accepts|restricted|not authori[sz]ed to receive)",
    r"(send|sending)( e?-?mails?| messages?)? to (this|that|the) (recipient|group|mailbox)",
)
TOO_LARGE = _words(
    r"(message|mail|content|bericht|data|attachment|bijlage|body)[\w\s'.]{0,40}"
    r"(size|too (large|big|long)|exceed\w*[\w\s]{0,30}(size|limit|maximum)|te groot)",
    r"(size|grootte)[\w\s]{0,30}(exceed|limit|maximum|overschr)|exceed\w*[\w\s]{0,30}\bsize",
    r"(header|line)s?[\w\s]{0,20}too (long|large|many)|RecipSizeLimit|too large|te groot",
)
# Its length, in so many words, and not how many of them.
SIZE = _words(
    r"\b(message|mail|content|bericht|data|attachment|bijlage|body|header|file|nachricht)s?\b[\w\s'.]{0,40}"
    r"(\bsize|too (large|big|long)|te groot|zu gro(ss|ß)|trop (gros|grand|volumineux))",
    r"\bsize (limit|exceed)|(maximum|max|fixed)[\w\s]{0,12}size|message length|RecipSizeLimit",
    r"(limit|maximum|max|exceed\w*)[\w\s:]{0,20}\b\d+ ?([kmg]i?b|bytes)\b",
    r"\b(too large|too big|te groot)\b",
)
MESSAGE = _words(
    TOO_LARGE.pattern,
    SIZE.pattern,
    r"(blocked|rejected|refused)[\w\s]{0,20}\bcontent\b|security issue|\bBANNED\b: ?\S",
    r"headers?[\w\s:]{0,20}missing|\bno [\w-]{2,20}:? header|without( an?)? [\w-]{2,20}:? header|header error",
    r"attachments?[\w\s.]{0,30}not (permitted|accepted)",
    r"(invalid|malformed|bad|missing|illegal|duplicate|multiple|ongeldige?)[\w\s:'-]{0,30}"
    r"(header|message-id|mime|content|encoding|line end|character|bare)",
    r"(header|message|content|mime)[\w\s:'-]{0,40}(invalid|malformed|not (valid|rfc|compliant)|violat)",
    r"rfc ?-?(2822|5322|822|204[5-9]|5321|6532)|bare (<|lf|cr|linefeed)|headers? fail|line length|\bDLP\b|8-?bit|smtputf8|conversion (required|not)",
    r"virus|malware|infected|phish|trojan|\b(attachment|bijlage|file|subject)\w*[\w\s.'\"-]{0,30}"
    r"(not allowed|block|ban|reject|refus|prohibit|forbidden|geweigerd|niet toegestaan)",
    r"(unacceptable|illegal|forbidden|objectionable|banned|prohibited|unsafe|dangerous|blocked|disallowed)"
    r" (content|attachment|file|extension)|content restriction|message (was |has been )?filtered\b",
    r"\b(message|e-?mail|subject|body|bericht|nachricht|because it)\b[\w\s]{0,10} (contain|bevat|enth(ä|ae?)lt)",
    r"(content|inhoud)[\w\s]{0,30}(reject|refus|block|not accept|unacceptable|denied|geweigerd)",
    r"(url|link)s?[\w\s]{0,30}(block|reject|ban|malicious|listed)",
)
SPAM = _words(r"spam|unsolicited|junk|ongewenst|bulk mail|suspicious|suspect")
# Refused for who sent it, although the status names the recipient.
SENDER_REFUSED = _words(
    r"(sender|afzender)[\w\s<>@.:,'/()-]{0,60}(reject|refus|denied|geweigerd)|relay|blocked using [\w.]*(spamhaus|bl\b)"
)
PROOF = _words(
    r"spamhaus|spamcop|blocked using|\b(dns|r)[bw]ls?\b|black ?-?list|block ?-?list|reputation",
    r"\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated|relay|(sender|from)[\w\s]{0,20}(address )?(rejected|denied)",
)
