"""What a column of a table of posts can hold, and what such columns are called in any of the site's languages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from profiles.table_columns import Target

TARGETS: tuple[Target, ...] = (
    Target("reference", _("reference"), (
        "reference", "ref", "id", "number", "reference number", "номер", "код", "ссылка", "référence", "numéro",
        "referencia", "número", "المرجع", "مرجع", "الرقم", "رقم",
    )),
    Target("title", _("title"), (
        "title", "name", "job title", "position", "название", "заголовок", "должность", "титул", "titre", "intitulé",
        "poste", "título", "puesto", "nombre", "العنوان", "عنوان", "المسمى الوظيفي",
    )),
    Target("description", _("description"), (
        "description", "text", "details", "summary", "about", "описание", "текст", "description du poste", "texte",
        "descripción", "texto", "الوصف", "وصف", "النص",
    )),
    Target("kind", _("kind"), (
        "kind", "type", "category", "вид", "тип", "категория", "type d’offre", "catégorie", "genre", "tipo",
        "categoría", "النوع", "نوع", "الفئة",
    )),
    Target("place", _("Place"), (
        "place", "city", "location", "duty station", "town", "место", "город", "lieu", "ville", "lugar", "ciudad",
        "المكان", "المدينة", "مدينة", "الموقع",
    )),
    Target("country", _("Country"), ("country", "страна", "pays", "país", "البلد", "بلد", "الدولة")),
    Target("remote", _("Where it is done"), (
        "remote", "remote work", "telework", "удалённо", "удаленно", "à distance", "télétravail", "remoto",
        "a distancia", "teletrabajo", "عن بعد", "عن بُعد",
    )),
    Target("opens", _("First day"), (
        "opens", "open from", "start", "published", "открыто с", "начало", "ouverture", "début", "apertura", "inicio",
        "يفتح", "تاريخ البدء",
    )),
    Target("closes", _("Last day"), (
        "closes", "deadline", "closing date", "closing", "apply by", "end", "срок", "дедлайн", "крайний срок",
        "окончание", "date limite", "clôture", "échéance", "fecha límite", "cierre", "plazo", "آخر موعد",
        "الموعد النهائي", "يغلق",
    )),
    Target("zone", _("Time zone"), (
        "zone", "time zone", "timezone", "часовой пояс", "fuseau horaire", "zona horaria", "huso horario",
        "المنطقة الزمنية",
    )),
    Target("language", _("Language of the post"), (
        "language", "язык", "langue", "idioma", "اللغة", "لغة",
    )),
    Target("languages", _("Languages asked for"), (
        "languages", "languages required", "языки", "langues", "idiomas", "اللغات",
    )),
    Target("expertise", _("Expertise asked for"), (
        "expertise", "skills", "required skills", "competencies", "навыки", "компетенции", "требования", "compétences",
        "competencias", "habilidades", "conocimientos", "المهارات", "الخبرة",
    )),
    Target("useful", pgettext_lazy("expertise", "Also welcome"), (
        "useful", "nice to have", "desirable", "желательно", "souhaité", "deseable", "مفضل",
    )),
    Target("url", _("Web address"), (
        "url", "link", "web address", "website", "apply url", "ссылка на сайт", "сайт", "адрес", "lien", "site",
        "enlace", "web", "الرابط", "رابط",
    )),
    Target("email", _("E-mail address"), (
        "email", "e-mail", "mail", "contact", "почта", "эл. почта", "электронная почта", "courriel", "correo",
        "correo electrónico", "البريد", "البريد الإلكتروني",
    )),
)  # fmt: skip
BY_NAME = {target.name: target for target in TARGETS}
