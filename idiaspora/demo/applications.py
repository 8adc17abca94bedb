"""Applications to one post of the demo, so that its owner has something to read."""

from datetime import datetime, timedelta
from random import Random

from opportunities.models import Application, ApplicationEvent, Opportunity
from opportunities.receipts import new_code
from profiles.models import Organization, Profile

QUESTIONS = [
    {"text": "In which months could you be in Osh?", "kind": "short", "required": True},
    {"text": "Do you drive?", "kind": "yes-no", "required": False},
]
# What each wrote, their answers, and what the team made of it.
WRITTEN = [
    (
        "I measured losses on the canals of three villages near Jalal-Abad and can teach how it is done.",
        "March and April",
        "yes",
        "invited",
    ),
    (
        "Я гидротехник на пенсии, сорок лет на каналах. Помогу советом и чертежами, приеду на две недели.",
        "Апрель",
        "no",
        "shortlisted",
    ),
    (
        "I study water engineering in Delft and look for a place to write my thesis about seepage.",
        "February to May",
        "yes",
        "sent",
    ),
    ("J’ai encadré des équipes de jeunes techniciens au Sénégal ; je peux former à distance.", "Mars", "yes", "sent"),
    ("I am a surveyor with my own drone. Maps of both canals would take me one week.", "April", "yes", "accepted"),
    (
        "Мне очень интересно, но времени у меня мало: могу только по вечерам и онлайн.",
        "Не могу приехать",
        "no",
        "declined",
    ),
    (
        "I have repaired concrete linings for twenty years and would like to come home for a while.",
        "Any month",
        "yes",
        "sent",
    ),
]


def write_applications(rng: Random, now: datetime, organization: Organization, members: list[Profile]) -> None:
    """Has some members apply to the first open post of an organization that asks for help."""
    post = Opportunity.objects.open_now().filter(organization=organization, kind="volunteering", live=True).first()
    if post is None:
        return
    post.details["questions"] = QUESTIONS
    post.save(update_fields=["details"])
    people = rng.sample([member for member in members if not member.is_hidden], min(len(WRITTEN), len(members)))
    for number, (profile, (message, months, drives, status)) in enumerate(zip(people, WRITTEN, strict=False), 1):
        sent = now - timedelta(hours=9 * (len(WRITTEN) - number) + rng.randint(1, 8))
        application = Application.objects.create(
            opportunity=post,
            applicant=profile.user,
            status=status,
            name=profile.name,
            message=message,
            answers=[
                {"text": question["text"], "kind": question["kind"], "answer": answer}
                for question, answer in zip(QUESTIONS, (months, drives), strict=True)
            ],
            sent=sent,
            number=number,
            receipt=new_code(),
            created=sent,
        )
        for each, at in {"sent": sent, status: now}.items():
            ApplicationEvent.objects.create(application=application, status=each, created=at)
