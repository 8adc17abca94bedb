"""What warns of fraud in a post, in five languages, and that honest posts are left alone."""

from typing import Any

import pytest

from idiaspora.demo.posts import read_posts
from opportunities.kinds import KINDS, get_kind
from opportunities.models import Opportunity
from opportunities.red_flags import WHY, copied_from, find, promised_returns

FRAUD = {
    "fee": [
        "Pay a registration fee of 50 dollars to be considered.",
        "The processing fee is 30 euros and must be paid by Friday.",
        "Оплатите взнос за рассмотрение анкеты.",
        "Регистрационный взнос составляет 2000 сомов.",
        "Veuillez payer les frais de dossier avant l'entretien.",
        "Les frais de candidature s'élèvent à 40 euros.",
        "Debe pagar la cuota de inscripción para participar.",
        "يجب دفع رسوم التسجيل قبل المقابلة.",
    ],
    "passport": [
        "Please send us your passport by e-mail.",
        "Attach a copy of your passport to the letter.",
        "Пришлите скан паспорта на эту почту.",
        "Envoyez une copie de votre passeport avec la candidature.",
        "Envíe su pasaporte y una foto.",
        "أرسل صورة جواز السفر إلى هذا البريد.",
    ],
    "payment": [
        "Transfer a deposit of 200 USD before you start.",
        "You receive it by Western Union.",
        "Внесите предоплату за жильё до начала работы.",
        "Versez une caution avant le départ.",
        "Hay que pagar un depósito por adelantado.",
        "يرجى دفع مبلغ التأمين قبل السفر.",
    ],
    "off_platform": [
        "Write to us on WhatsApp.",
        "WhatsApp +996 555 123 456.",
        "Пишите в ватсап, ответим сразу.",
        "Contactez-nous sur WhatsApp.",
        "Escribe por WhatsApp al número de abajo.",
        "تواصل معنا عبر واتساب.",
    ],
    "too_good": [
        "Salary: $9,000 per week for packing boxes.",
        "Guaranteed income from your sofa.",
        "No experience needed, high salary.",
        "Лёгкий заработок для всех.",
        "Оплата 5000 долларов в день.",
        "De l'argent facile depuis chez vous.",
        "Ingresos garantizados desde casa.",
        "ربح سهل من البيت.",
    ],
}
HONEST = [
    "Nobody may ask you for an application fee.",
    "There is no registration fee. We never ask for your passport.",
    "Consultancy fee: 400 euros a day.",
    "Pay: 2,600 to 3,400 euros a month.",
    "Applicants must hold a valid passport.",
    "Send your CV and a cover letter.",
    "IOM does not charge a fee at any stage of the recruitment process.",
    "Мы не берём взнос за участие и не просим пришлите паспорт.",
    "Оплата: 45 000 сомов в месяц.",
    "Aucun frais de dossier n'est demandé.",
    "El curso es gratuito: sin cuota de inscripción.",
    "لا توجد رسوم للتسجيل.",
    "We help people who were asked for deposits know their rights.",
    "Bid security of 1,000 euros.",
    "Grants of up to 250,000 euros for three years.",
]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FRAUD.items() for text in texts])
def test_what_asks_for_it_is_flagged_with_its_sentence(code: str, text: str) -> None:
    flags = find(f"We look for somebody in Osh. {text} Start in May.")
    assert [(flag.code, flag.excerpt) for flag in flags] == [(code, text)]


@pytest.mark.parametrize("text", HONEST)
def test_what_honest_posts_say_is_not(text: str) -> None:
    assert find(text) == []


def test_each_is_told_once_in_words() -> None:
    flags = find("Send your passport. Send your passport card. Pay the application fee of $5.")
    assert [(flag.code, flag.why) for flag in flags] == [
        ("fee", "It asks for a fee to apply or to be chosen."),
        ("passport", "It asks for a passport or identity card before anybody is chosen."),
    ]
    assert all(str(words) for words in WHY.values())


def test_no_false_alarm_in_real_posts(real_posts: list[dict[str, Any]]) -> None:
    flags = {post["ref"]: [flag.code for flag in flags_of(post["type"], post)] for post in real_posts}
    assert flags == {post["ref"]: [] for post in real_posts}


def test_of_the_demo_the_one_that_is_fraud() -> None:
    found = [
        (post.title, [flag.code for flag in flags])
        for post in read_posts()
        if (flags := flags_of(post.kind, {"title": post.title, "description": post.text, "details": post.details}))
    ]
    assert found == [("Urgent, 500 cleaners, visa in ten days", ["fee", "passport"])]


def flags_of(kind: str, post: dict[str, Any]) -> list[Any]:
    fields = {"title": post.get("title", ""), "description": post.get("description", "")}
    return get_kind(kind).red_flags(Opportunity(kind=kind, details=post.get("details", {}), **fields))


@pytest.fixture
def real_posts() -> list[dict[str, Any]]:
    """Three posts as organizations in Bishkek have published them, shortened."""
    return [
        {
            "ref": "receptionist",
            "type": "vacancy",
            "title": "Receptionist / Administrative Clerk",
            "description": "IOM is seeking qualified candidates (duty station – Bishkek). Only most suitable candidates will be invited for the written test and interview.",
            "details": {"grade": "G3", "apply": {"email": "hr@example.org", "by_hand": "in a sealed envelope"}},
        },
        {
            "ref": "tender",
            "type": "tender",
            "title": "Technical and Financial Proposals for Undertaking the Quantitative and Qualitative Research – 2 Lots",
            "description": "The Service Provider will be selected under a Quality–Cost Based Selection procedure. No late proposal shall be accepted.",
            "details": {"submit": {"by_hand": "6, Ryskulov street, First Floor, Bishkek"}},
        },
        {
            "ref": "photostory",
            "type": "event",
            "title": "PhotoStory exhibition – Migrants: An Invisible Force in Central Asia",
            "description": "More than forty photographs with their accompanying texts, as submitted by artists and students.",
            "details": {"venue": "Main Conference Hall of the AUCA", "starts": "2017-09-26T19:30"},
        },
    ]


def test_a_price_is_part_of_some_kinds() -> None:
    text = {"title": "Course", "description": "Pay the registration fee of 20 euros. Send your passport."}
    assert {name: [flag.code for flag in flags_of(name, text)] for name in KINDS} == {
        name: ["passport"] if name in ("training", "event") else ["fee", "passport"] for name in KINDS
    }


@pytest.mark.parametrize(
    "text",
    [
        "Guaranteed returns every year.",
        "Гарантируем доход.",
        "Rendement garanti.",
        "Rendimiento garantizado.",
        "20% a month",
        "عائد مضمون",
    ],
)
def test_nobody_promises_what_an_investment_yields(text: str) -> None:
    assert [flag.code for flag in promised_returns(text)] == ["returns"]
    assert "returns" in [flag.code for flag in flags_of("investment", {"title": text})]
    assert "returns" not in [flag.code for flag in flags_of("vacancy", {"title": text})]


def test_nearly_the_same_text_is_copied() -> None:
    text = (
        "We look for a nurse who speaks Russian and Kyrgyz and will help for three months in the hospital of Osh city."
    )
    assert [flag.code for flag in copied_from(text.replace("Osh", "Naryn"), ["Another post.", text])] == ["copied"]
    assert copied_from(text, ["We look for a welder in Naryn who speaks Russian and will help for three months."]) == []
    assert copied_from("Nurse in Osh.", ["Nurse in Osh."]) == []  # too short to be anybody's words


@pytest.mark.parametrize(
    "text", ["", "\x00" * 50, "a" * 100_000, "pay " * 20_000, "$" * 10_000, "1" * 50_000 + " usd a day"]
)
def test_any_text_is_read_in_a_moment(text: str) -> None:
    assert find(text) in ([], find(text))
