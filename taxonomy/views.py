"""Completion as one types: public vocabulary, no person's data."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from taxonomy.lexicon import lexicon
from taxonomy.names import country_name
from taxonomy.places import complete_places as find_completions
from taxonomy.tree import concept_tree


@require_GET
@login_not_required
@cache_control(max_age=300, public=True)
@vary_on_headers("Accept-Language", "Cookie")
def complete_expertise(request: HttpRequest) -> JsonResponse:
    """?q=: {"results": [{"value": label to keep, "label": label to show, "hint": where it belongs}, …]}."""
    language = get_language() or "en"
    nodes = concept_tree().by_id
    results = []
    for concept_id, text in lexicon().complete(request.GET.get("q", ""), language.split("-")[0]):
        node = nodes[concept_id]
        parents = [concept_tree().label(key, language) for key in node.ancestors]
        preferred = concept_tree().label(node.key, language)
        hint = preferred if text != preferred else " · ".join(parents)
        results.append({"value": text, "label": text, "hint": hint})
    return JsonResponse({"results": results})


@require_GET
@login_not_required
@cache_control(max_age=300, public=True)
@vary_on_headers("Accept-Language", "Cookie")
def complete_places(request: HttpRequest) -> JsonResponse:
    """?q=: {"results": [{"value": «Osh, Kyrgyzstan», "label": «Osh», "hint": «Kyrgyzstan»}, …]}."""
    language = get_language() or "en"
    results = []
    for place in find_completions(request.GET.get("q", "")):
        name, country = place.label(language), country_name(place.country, language)
        results.append({"value": f"{name}, {country}", "label": name, "hint": country})
    return JsonResponse({"results": results})
