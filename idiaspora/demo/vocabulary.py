"""Expertise labels for the demo, as people would type them: from the concepts, in the writer's language."""

from collections import defaultdict
from random import Random

from taxonomy.models import Concept

# Crafts and skills that no concept has: they wait for an editor as pending terms.
UNKNOWN = {
    "en": (
        "felt yurt strap weaving",
        "hammock knotting",
        "kora tuning",
        "pinatubo ash pottery",
        "oral family archives",
    ),
    "ru": ("плетение юрточных лент", "настройка комуза", "валяние тапочек с узором", "съёмка семейных архивов"),
    "fr": (
        "accordage de kora",
        "pose de zellige ancien",
        "teinture à l'indigo de Saint-Louis",
        "archives familiales orales",
    ),
    "es": ("tejido de mochila arhuaca", "afinación de marimba de chonta", "archivo oral familiar"),
    "ar": ("تطعيم الصدف الدمشقي", "نفخ زجاج على الطريقة القديمة", "أرشيف عائلي شفوي"),
}


class Vocabulary:
    """The concepts of the database, by key."""

    def __init__(self) -> None:
        self.concepts: dict[str, Concept] = {
            concept.key: concept for concept in Concept.objects.select_related("parent").order_by("key")
        }
        self._children: dict[str, list[str]] = defaultdict(list)
        for key, concept in self.concepts.items():
            if concept.parent is not None:
                self._children[concept.parent.key].append(key)
        self.general = [key for key in self._children["general"] if self.concepts[key].is_general]

    def label(self, rng: Random, key: str, language: str) -> str:
        """One of the labels of a concept: mostly the preferred one, else another that people use."""
        concept = self.concepts[key]
        labels = concept.labels.get(language) or concept.labels["en"]
        return rng.choice(labels) if rng.random() < 0.3 else labels[0]

    def preferred(self, key: str, language: str) -> str:
        """The preferred label of a concept; a key that no concept has is itself the label, as typed."""
        concept = self.concepts.get(key)
        return concept.label(language) if concept else key

    def skills_of(self, rng: Random, profession: str, language: str) -> list[str]:
        """What a person of this profession lists: it, some of its skills, general ones, seldom something unheard of."""
        keys = [
            profession,
            *rng.sample(self._children[profession], min(rng.randint(2, 4), len(self._children[profession]))),
        ]
        keys += rng.sample(self.general, rng.choice((0, 1, 1, 2)))
        labels = [self.label(rng, key, language) for key in keys]
        if rng.random() < 0.05:
            labels.append(rng.choice(UNKNOWN[language]))
        return list(dict.fromkeys(labels))
