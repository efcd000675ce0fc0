"""What readers search for, with the page that they mean, and the texts that the search knows."""

import json
from functools import cache

from tests.site.built import SITE

RUSSIAN = {
    "матричная структура": "structures/matrix/",
    "матричной структуры": "structures/matrix/",
    "матричную": "structures/matrix/",
    "матрица": "structures/matrix/",
    "недостатки матричной структуры": "structures/matrix/",
    "подчинение двум руководителям": "structures/matrix/",
    "централизованная служба": "structures/centralised/",
    "централизованной": "structures/centralised/",
    "централизация": "structures/centralised/",
    "централизацию": "structures/centralised/",
    "децентрализованных": "structures/decentralised/",
    "децентрализация": "structures/decentralised/",
    "функциональной структуры": "structures/functional/",
    "функциональную": "structures/functional/",
    "продуктовую структуру": "structures/product/",
    "продуктовых команд": "structures/product/",
    "центр и регионы": "structures/hub_and_spoke/",
    "центра и регионов": "structures/hub_and_spoke/",
    "первой линией и экспертами": "structures/expert_line/",
    "эксперты за первой линией": "structures/expert_line/",
    "зеркальных команд": "structures/mirrored_teams/",
    "зеркальные команды": "structures/mirrored_teams/",
    "сравнения структур": "comparison/",
    "сравнить структуры": "comparison/",
    "калькулятором": "calculator/",
    "калькуляторы": "calculator/",
    "примеров": "examples/",
    "мобильного оператора": "examples/",
    "интернет-магазинов": "examples/",
    "словарем терминов": "glossary/",
    "словарём терминов": "glossary/",
    "эскалаций": "glossary/",
    "эрлангов": "glossary/",
    "среднего времени обработки": "glossary/",
    "уровень сервиса": "glossary/",
    "источниках": "sources/",
    "часовые пояса": "choosing/",
    "общих систем": "choosing/",
    "местных особенностей": "choosing/",
    "сложности обращений": "choosing/",
    "темпы перемен": "choosing/",
    "темп изменений": "choosing/",
    "весов критериев": "method/",
    "предпосылки метода": "method/",
}

ENGLISH = {
    "matrix structure": "structures/matrix/",
    "matrix structures": "structures/matrix/",
    "matrices": "structures/matrix/",
    "disadvantages of a matrix": "structures/matrix/",
    "centralised": "structures/centralised/",
    "centralized": "structures/centralised/",
    "centralisation": "structures/centralised/",
    "centralising service": "structures/centralised/",
    "decentralised": "structures/decentralised/",
    "decentralisation": "structures/decentralised/",
    "decentralized structure": "structures/decentralised/",
    "functional structure": "structures/functional/",
    "functional structures": "structures/functional/",
    "product structure": "structures/product/",
    "structures by product": "structures/product/",
    "hub and spoke": "structures/hub_and_spoke/",
    "hubs and spokes": "structures/hub_and_spoke/",
    "first line and experts": "structures/expert_line/",
    "experts behind a first line": "structures/expert_line/",
    "mirrored teams": "structures/mirrored_teams/",
    "mirrored team": "structures/mirrored_teams/",
    "comparison": "comparison/",
    "comparing structures": "comparison/",
    "calculators": "calculator/",
    "calculator": "calculator/",
    "worked examples": "examples/",
    "mobile operators": "examples/",
    "online shops": "examples/",
    "retail chains": "examples/",
    "glossary": "glossary/",
    "escalations": "glossary/",
    "erlangs": "glossary/",
    "average handling times": "glossary/",
    "service levels": "glossary/",
    "first-contact resolution": "glossary/",
    "sources": "sources/",
    "time zone": "choosing/",
    "shared systems": "choosing/",
    "local differences": "choosing/",
    "pace of change": "choosing/",
    "budget pressures": "choosing/",
    "key account": "choosing/",
    "weights of criteria": "method/",
    "fixed scales": "method/",
}

QUERIES = {"ru": RUSSIAN, "en": ENGLISH}


@cache
def texts(language: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(
        (SITE / language / "search" / "texts.json").read_text(encoding="utf-8")
    )
    return found
