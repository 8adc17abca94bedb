"""What in a post's words warns of fraud: text in, flags out.  Nothing is read or written here, nobody is told.

The rules are a table, so that people who know a language can read and correct them.  They look for sentences that ask for
something, not for words: «no fee is charged» and «pay: 500 euros a month» are said by honest posts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

FEE, PASSPORT, PAYMENT, OFF_PLATFORM, TOO_GOOD, COPIED = (
    "fee",
    "passport",
    "payment",
    "off_platform",
    "too_good",
    "copied",
)
RETURNS = "returns"

WHY: dict[str, Any] = {
    FEE: _("It asks for a fee to apply or to be chosen."),
    PASSPORT: _("It asks for a passport or identity card before anybody is chosen."),
    PAYMENT: _("It asks for a payment or deposit before the work."),
    OFF_PLATFORM: _("It leads people away to a private chat."),
    TOO_GOOD: _("It promises more money than such work pays."),
    COPIED: _("It is nearly the same text as another post."),
    RETURNS: _("It promises what an investment will yield."),
}


@dataclass(frozen=True)
class Flag:
    """One warning: what it is, and the words of the post that it stands on."""

    code: str
    excerpt: str

    @property
    def why(self) -> str:
        """The warning in the reader's language."""
        return str(WHY[self.code])


# {flag: patterns}, for folded text: small letters, ё as е, no Arabic vowel signs.  «…» is at most a few words in between.
ASKS = {
    FEE: (
        r"\b(pay|send|transfer|deposit|remit)…(application|registration|processing|recruitment|visa|medical|admin\w*|training) (fee|charge)",
        r"\b(application|registration|processing|recruitment|visa|administrat\w+) (fee|charge)s?…(must|should|has to|have to|is|are|of)…"
        r"(paid|payable|required|\d+|non.?refundable)",
        r"\b(оплат\w+|внес\w+|перевед\w+|переч\w+)…(взнос|сбор|за (рассмотрение|регистрацию|оформление|анкет\w+|трудоустройство))",
        r"\b(регистрационн\w+|вступительн\w+|организационн\w+) (взнос|сбор)…(\d+|обязател\w+|оплач\w+|составл\w+)",
        r"\b(pay\w+|vers\w+|regl\w+|envoy\w+)…frais (de|d.) ?(dossier|inscription|candidature|recrutement|visa|traitement)",
        r"\bfrais (de|d.) ?(dossier|candidature|recrutement|traitement)…(a payer|a regler|s.elevent|sont de|\d+)",
        r"\b(pag\w+|abon\w+|transfer\w+|deposit\w+|envi\w+)…(cuota|tasa|tarifa|gastos|derechos) de (inscripcion|solicitud|tramit\w+|gestion|registro|reclutamiento)",
        r"\b(cuota|tasa|tarifa|gastos) de (solicitud|tramit\w+|gestion|reclutamiento)…(de|es|son)…\d+",
        r"(دفع|ادفع|تحويل|سداد|ارسال)…(رسوم|رسم)…(التسجيل|التقديم|الطلب|التوظيف|المعامله|الفيزا|التاشيره)",
        r"رسوم (التسجيل|التقديم|الطلب|التوظيف|المعامله)…\d+",
    ),
    PASSPORT: (
        r"\b(send|attach|upload|e-?mail|enclose|submit|keep|hand over|surrender)…(passports?|id cards?|identity cards?|identity documents?)\b",
        r"\b(scan|copy|photo|picture)s? of (your|the|his|her)?…?(passport|id card|identity card)",
        r"\b(пришл\w+|отправ\w+|вышл\w+|прилож\w+|предостав\w+|сда\w+|остав\w+)…(паспорт\w*|удостоверени\w+ личности)",
        r"\b(скан|копи\w|фото\w*) (вашего )?паспорт\w*",
        r"\b(envoy\w+|joign\w+|joindre|remett\w+|transmett\w+|fourni\w+)…(passeport|carte d.identite|piece d.identite)",
        r"\b(copie|scan|photo) (de |du )(votre )?(passeport|carte d.identite)",
        r"\b(envi\w+|adjunt\w+|entreg\w+|mand\w+|remit\w+)…(pasaporte|cedula|documento de identidad|dni\b)",
        r"\b(copia|escaneo|foto) (de |del )(su |tu )?(pasaporte|cedula|documento de identidad)",
        r"(ارسل\w*|ارسال|ارفق\w*|ارفاق|سلم\w*|تسليم)…(جواز|الهويه|بطاقه شخصيه)",
        r"(صوره|نسخه) (من )?(جواز|الهويه|بطاقه الهويه)",
    ),
    PAYMENT: (
        r"\b(pay|send|transfer|wire|deposit|buy)\b…(deposit|advance|money|usd|euros?|dollars|gift cards?|\$ ?\d+|€ ?\d+)…(before|in advance|to start|to secure|up front|upfront)",
        r"\b(security|refundable|initial) deposit…(before|to secure|to start|required|must)",
        r"\b(western union|moneygram|gift cards?|bitcoin|usdt)\b",
        r"\b(предоплат\w+|задат\w+|депозит\w*|аванс\w*)…(внес\w+|до начала|перед началом|перевед\w+|на карту)",
        r"\b(внес\w+|перевед\w+|перевест\w+|оплат\w+)…(предоплат\w+|задат\w+|депозит\w*|на карту)",
        r"\b(vers\w+|pay\w+|vir\w+|envoy\w+)…(caution|acompte|avance|depot)…(avant|d.abord|pour commencer|pour reserver)",
        r"\b(pag\w+|deposit\w+|transfer\w+|envi\w+)…(deposito|anticipo|adelanto|fianza)…(antes|para empezar|para reservar|por adelantado)",
        r"(دفع|ادفع|تحويل|حول|ارسل)…(تامين|عربون|دفعه مقدمه|مبلغ|مقدما)…(قبل|لحجز|لبدء|مقدما)",
    ),
    OFF_PLATFORM: (
        r"\b(contact|write|message|text|apply|reach|add|chat)…(whats ?app|telegram|viber|wechat|signal app|imo)\b",
        r"\b(whats ?app|telegram|viber|wechat)\b ?:? ?(only|\+? ?\d[\d ()-]{6,}|@\w{3,})",
        r"\b(wa\.me|t\.me|chat\.whatsapp\.com)/",
        r"\b(пиши\w*|напиши\w*|свяж\w+|обращ\w+|звони\w*)…(ватсап\w*|вотсап\w*|whats ?app|телеграм\w*|telegram|вайбер\w*|viber)",
        r"\b(ecri\w+|contact\w+|joign\w+)…(whats ?app|telegram|viber)\b",
        r"\b(escrib\w+|contact\w+|mand\w+)…(whats ?app|telegram|viber)\b",
        r"(راسل\w*|تواصل\w*|اتصل\w*|التواصل)…(واتساب|واتس اب|تلغرام|تيليجرام|تليجرام|whats ?app|telegram|فايبر)",
    ),
    TOO_GOOD: (
        r"\bearn (up to )?(\$|€|£|usd|eur)? ?\d[\d., ]*…(a|per|every) (day|hour|week)\b…(home|phone|no experience|easy)",
        r"\b(easy|quick|fast|guaranteed) (money|income|earnings)\b",
        r"\bno (experience|skills|documents)…(high|huge|top) (pay|salary|wages|income)",
        r"\b(легк\w+|быстр\w+|гарантированн\w+) (заработ\w+|деньг\w+|доход\w*)",
        r"\b(без опыта|без документов)…(высок\w+|больш\w+) (зарплат\w+|доход\w*|заработ\w+)",
        r"\b(argent|gains?|revenus?) (facile|rapide|garanti)s?\b",
        r"\bsans (experience|papiers|diplome)…(haut|gros|tres bon) (salaire|revenu)",
        r"\b(dinero|ingresos?|ganancias) (facil|rapido|garantizad[oa])s?\b",
        r"\bsin (experiencia|papeles)…(alto|gran|excelente) (sueldo|salario|ingreso)",
        r"(ربح|دخل|مال|كسب) (سهل|سريع|مضمون)",
        r"(بدون|بلا) (خبره|اوراق)…(راتب|دخل) (عالي|مرتفع|كبير)",
    ),
}
PROMISES = (
    r"\b(guaranteed|risk.?free|assured)…(returns?|profits?|yield|income)\b",
    r"\b(double|triple) your (money|investment)\b",
    r"\b\d{2,} ?%…(a|per|every) (month|week|day)\b",
    r"\b(гарантир\w+)…(доход\w*|прибыл\w*|процент\w*)",
    r"\b\d{2,} ?%…в (месяц|неделю|день)\b",
    r"\b(rendement|profit|gain)s? (garanti|sans risque|assure)s?\b",
    r"\b\d{2,} ?%…par (mois|semaine|jour)\b",
    r"\b(rendimiento|ganancia|beneficio)s? (garantizad|asegurad)[oa]s?\b",
    r"\b\d{2,} ?%…(al|por) (mes|semana|dia)\b",
    r"(ربح|ارباح|عائد|عوائد) (مضمون|مضمونه)",
    r"\d{2,} ?[%٪]…(شهريا|اسبوعيا|يوميا)",
)
# Whoever says that something is not asked for warns of fraud, and doesn't commit it.
DENIALS = re.compile(
    r"\b(no|not|never|nobody|without|don.?t|doesn.?t|free of|нет|не|никогда|никто|без|бесплатн\w*|ne|pas|jamais|aucun\w*|sans|personne"
    r"|nunca|nadie|ningun\w*|sin|gratis|gratuit\w*)\b|(^| )(لا|لن|بدون|ليس|مجانا|دون|لم|يمنع|احد)( |$)"
)
BETWEEN = r"(?:\W{1,5}\w{1,30}){0,5}?\W{0,5}"  # the «…» of a pattern
SENTENCE = re.compile(r"(?<=[.!?؟;\n])\s+|\n+")
LONGEST = 30_000  # letters of a post that are looked at
ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ـ": ""})
ACCENTS = str.maketrans("àâäáãçéèêëíîïìñóôöòúùûüё’", "aaaaaceeeeiiiinoooouuuuе'")
VOWELS = re.compile("[\u064b-\u0652]")
PHRASES_ALIKE, SHINGLE = 0.6, 5
AMOUNT = re.compile(
    r"(?:[$€£]|usd|eur|евро|доллар\w*|euros?|dollars?|dolares)\s?(\d[\d\s.,]{0,12})"
    r"|(?<!\d)(\d[\d\s.,]{0,12})(?:[$€£]|usd|eur\b|евро|доллар\w*|euros?|dollars?|dolares)"
)
PERIODS = (
    (re.compile(r"(a|per|every|each) hour|/ ?h(our)?\b|в час|par heure|(por|a la) hora|في الساعه"), 400),
    (re.compile(r"(a|per|every|each) day|/ ?day|daily|в день|par jour|(al|por) dia|يوميا|في اليوم"), 3_000),
    (re.compile(r"(a|per|every|each) week|/ ?week|weekly|в неделю|par semaine|(a la|por) semana|اسبوعيا|في الاسبوع"), 6_000),
    (re.compile(r"(a|per|every|each) month|/ ?month|monthly|в месяц|par mois|(al|por) mes\b|شهريا|في الشهر"), 30_000),
)  # fmt: skip


def find(text: str) -> list[Flag]:
    """The warnings in a text in any of the site's languages: each kind once, with the sentence that it stands on."""
    return _flags(text, ASKS, extra=_overpaid)


def promised_returns(text: str) -> list[Flag]:
    """The warning that a yield is promised, for posts that look for investors."""
    return _flags(text, {RETURNS: PROMISES})


def copied_from(text: str, others: Iterable[str]) -> list[Flag]:
    """A warning when most phrases of a text stand in one of the others, which the caller chooses."""
    own = _shingles(text)
    for other in others:
        theirs = _shingles(other)
        if len(own) >= 2 * SHINGLE and len(own & theirs) / len(own) >= PHRASES_ALIKE:
            return [Flag(COPIED, other.strip()[:200])]
    return []


def _flags(text: str, rules: dict[str, tuple[str, ...]], extra: Any = None) -> list[Flag]:
    found: dict[str, Flag] = {}
    for sentence in SENTENCE.split(text[:LONGEST]):
        folded = _folded(sentence)
        if DENIALS.search(folded) and not _promises_without_work(folded):
            continue
        for code in rules:
            if code not in found and _pattern(rules[code]).search(folded):
                found[code] = Flag(code, sentence.strip()[:200])
        if extra and TOO_GOOD not in found and extra(folded):
            found[TOO_GOOD] = Flag(TOO_GOOD, sentence.strip()[:200])
    return [found[code] for code in rules if code in found]


def _promises_without_work(folded: str) -> bool:
    """«No experience, huge pay»: a denial that is itself the warning."""
    return bool(_pattern(ASKS[TOO_GOOD]).search(folded))


def _overpaid(folded: str) -> bool:
    """Whether a sentence names a sum for an hour, day, week or month that no such work pays."""
    sums = [_number(first or second) for first, second in AMOUNT.findall(folded)]
    return any(period.search(folded) and max(sums, default=0) > most for period, most in PERIODS)


def _number(written: str) -> int:
    """«12,000», «12 000» and «12.000» as 12000; cents are cut off."""
    whole = re.sub(r"[.,]\d{1,2}$", "", written.strip().rstrip(".,"))
    return int(re.sub(r"\D", "", whole)[:12] or 0)


@cache
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(pattern.replace("…", BETWEEN) for pattern in patterns))


def _folded(text: str) -> str:
    return VOWELS.sub("", text.lower()).translate(ACCENTS).translate(ARABIC)


def _shingles(text: str) -> set[tuple[str, ...]]:
    """Every five words that follow each other."""
    words = re.findall(r"\w+", _folded(text))
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
