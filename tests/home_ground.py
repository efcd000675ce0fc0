"""What textbooks and practitioners name as the ground of each structure.

It was written down before the model was asked. What they say nothing of is not answered.
"""

HOME = {
    # One trade, contacts alike, cost first (Fluss; Tijms 2003; van Dijk & van der Sluis 2008).
    "centralised": {
        "size": "medium", "regions": "one", "place_difference": "none", "products": "few",
        "product_difference": "alike", "complexity": "simple", "variety": "uniform",
        "key_accounts": "few", "joint_work": "rarely", "budget": "high",
    },
    # Dispersed, unlike, quick local decisions, managers who share (OpenStax, Degree of
    # Centralization; ITIL's local desk).
    "decentralised": {
        "size": "large", "regions": "many", "place_difference": "strong", "languages": "many",
        "hours": "zones", "products": "few", "variety": "varied", "decision_right": "local",
        "authority": "ready", "regulation": "light", "budget": "low", "digital": "medium",
    },
    # One product, stable, routine, little interdependence, medium size (Daft).
    "functional": {
        "size": "medium", "regions": "one", "products": "one", "functions": "many",
        "complexity": "mixed", "variety": "uniform", "joint_work": "rarely", "change": "slow",
        "key_accounts": "few",
    },
    # Several unlike and complex products, fast change, large enough for groups (Chandler 1962).
    "product": {
        "size": "large", "regions": "one", "products": "several", "product_difference": "very",
        "functions": "one", "complexity": "complex", "joint_work": "rarely", "change": "fast",
    },
    # Two critical outputs, shared specialists, uncertainty, managers who share (Davis & Lawrence).
    "matrix": {
        "size": "large", "products": "several", "product_difference": "very", "functions": "many",
        "complexity": "complex", "joint_work": "often", "change": "fast", "authority": "ready",
        "budget": "low",
    },
    # Regions that differ under common rules, nights and peaks covered by a hub (ITIL's linked
    # desks; Chevalier, Shumsky & Tabordon 2004).
    "hub_and_spoke": {
        "size": "large", "regions": "many", "place_difference": "some", "languages": "few",
        "hours": "around_clock", "regulation": "strict", "digital": "high",
        "response_time": "minutes",
    },
    # Easy questions mixed with hard ones on several stable products, quick answers (ITIL tiers;
    # Supportbench).
    "expert_line": {
        "size": "large", "regions": "one", "products": "several", "product_difference": "partly",
        "functions": "one", "complexity": "mixed", "joint_work": "rarely", "change": "slow",
        "response_time": "minutes", "digital": "high", "key_accounts": "few",
    },
    # Customers of their own, many trades at once, leaders who decide (Dixon 2018 on T-Mobile).
    "mirrored_teams": {
        "size": "large", "regions": "one", "products": "few", "product_difference": "alike",
        "functions": "many", "joint_work": "often", "key_accounts": "many", "segments": "distinct",
        "authority": "ready", "digital": "high",
    },
}  # fmt: skip
