"""The brand's voice: eight rules that a machine can check, and messages written by them to train on."""

from __future__ import annotations

import random
import re

from records import Record

SIGN_OFF = "Warmly, Fern & Field"
CHARACTERS = {"push": (1, 170), "sms": (1, 220), "email": (220, 420)}
FORBIDDEN = (
    "amazing", "best", "perfect", "hurry", "guarantee", "guaranteed", "unbeatable", "exclusive", "don't miss", "act now",
    "must-have", "incredible",
)
RULES = ("greeting", "product", "fact", "offer", "interest", "length", "sign-off", "plain voice")
LABEL = re.compile(r"\b(name|interest|product|fact|offer|channel):", re.IGNORECASE)
PLACEHOLDER = re.compile(r"[\[\]{}<>*#]")


def rules(record: Record, message: str) -> dict[str, bool]:
    """Which of the eight rules a message keeps."""
    text = message.strip()
    folded = text.casefold()
    shortest, longest = CHARACTERS[record.channel]
    words = re.compile(r"\b(" + "|".join(re.escape(word) for word in FORBIDDEN) + r")\b")
    verdict = {
        "greeting": text.startswith(f"Hi {record.name}, "),
        "product": record.product in text,
        "fact": record.fact.casefold() in folded,
        "offer": record.offer.casefold() in folded,
        "interest": record.interest.casefold() in folded,
        "length": shortest <= len(text) <= longest,
        "sign-off": text.endswith(SIGN_OFF),
        "plain voice": "!" not in text
        and not words.search(folded)
        and not LABEL.search(text)
        and not PLACEHOLDER.search(text)
        and all(ord(character) < 0x2190 for character in text),
    }
    return {rule: verdict[rule] for rule in RULES}


PUSH = (
    "Hi {name}, for your {interest}: {product}. {Fact}. {Offer}. {sign}",
    "Hi {name}, a note on {interest}: the {product}. {Fact}. {Offer}. {sign}",
    "Hi {name}, more {interest} ahead: the {product}. {Fact}. {Offer}. {sign}",
)
SMS = (
    "Hi {name}, thinking of your {interest}, we set aside the {product}: {fact}. Yours with {offer}. {sign}",
    "Hi {name}, we know you care for {interest}. Meet the {product}: {fact}. For you now: {offer}. {sign}",
    "Hi {name}, there is something new for {interest}, the {product}: {fact}. This time: {offer}. {sign}",
)
EMAIL_OPENING = (
    "Hi {name}, your {interest} made us think of you.",
    "Hi {name}, we hope there has been time for {interest} lately.",
    "Hi {name}, good things for {interest} are worth a short letter.",
)
EMAIL_PRODUCT = (
    "We would like to show you the {product}: {fact}.",
    "The {product} came in this week, and one thing about it stayed with us: {fact}.",
    "Have a look at the {product} when you have a quiet moment: {fact}.",
)
EMAIL_OFFER = (
    "If it suits you, there is this as well: {offer}.",
    "And so that it is easy to try: {offer}.",
    "For friends of the house we add this: {offer}.",
)
EMAIL_CLOSE = (
    "Take your time, and write to us with any question.",
    "No rush at all, and we are glad to answer questions.",
    "Write back whenever you like, we read every letter.",
)


def message(record: Record, chance: random.Random) -> str:
    """A message in the brand's voice that keeps all eight rules."""
    values = {
        "name": record.name,
        "interest": record.interest,
        "product": record.product,
        "fact": record.fact,
        "Fact": record.fact[0].upper() + record.fact[1:],
        "offer": record.offer,
        "Offer": record.offer[0].upper() + record.offer[1:],
        "sign": SIGN_OFF,
    }
    if record.channel == "push":
        text = chance.choice(PUSH)
    elif record.channel == "sms":
        text = chance.choice(SMS)
    else:
        parts = (EMAIL_OPENING, EMAIL_PRODUCT, EMAIL_OFFER, EMAIL_CLOSE)
        text = " ".join(chance.choice(part) for part in parts) + " {sign}"
    written = text.format(**values)
    broken = [rule for rule, kept in rules(record, written).items() if not kept]
    if broken:
        raise ValueError(f"breaks {broken} at {len(written)} characters: {written}")
    return written
