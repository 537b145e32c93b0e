package dev.cortado.bench.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// MMLU's 57 subjects by its own 17 subcategories (Hendrycks et al., "Measuring Massive Multitask Language
/// Understanding", ICLR 2021). A domain that is none of these subjects stands for itself.
final class Domains {

    private static final Map<String, List<String>> SUBJECTS = Map.ofEntries(
            Map.entry("biology", List.of("college_biology", "high_school_biology")),
            Map.entry("business", List.of("business_ethics", "management", "marketing")),
            Map.entry("chemistry", List.of("college_chemistry", "high_school_chemistry")),
            Map.entry(
                    "computer science",
                    List.of(
                            "college_computer_science",
                            "computer_security",
                            "high_school_computer_science",
                            "machine_learning")),
            Map.entry("culture", List.of("human_sexuality", "sociology")),
            Map.entry("economics", List.of("econometrics", "high_school_macroeconomics", "high_school_microeconomics")),
            Map.entry("engineering", List.of("electrical_engineering")),
            Map.entry("geography", List.of("high_school_geography")),
            Map.entry(
                    "health",
                    List.of(
                            "anatomy",
                            "clinical_knowledge",
                            "college_medicine",
                            "human_aging",
                            "medical_genetics",
                            "nutrition",
                            "professional_medicine",
                            "virology")),
            Map.entry(
                    "history",
                    List.of(
                            "high_school_european_history",
                            "high_school_us_history",
                            "high_school_world_history",
                            "prehistory")),
            Map.entry("law", List.of("international_law", "jurisprudence", "professional_law")),
            Map.entry(
                    "math",
                    List.of(
                            "abstract_algebra",
                            "college_mathematics",
                            "elementary_mathematics",
                            "high_school_mathematics",
                            "high_school_statistics")),
            Map.entry("other", List.of("global_facts", "miscellaneous", "professional_accounting")),
            Map.entry(
                    "philosophy",
                    List.of(
                            "formal_logic",
                            "logical_fallacies",
                            "moral_disputes",
                            "moral_scenarios",
                            "philosophy",
                            "world_religions")),
            Map.entry("physics", List.of("astronomy", "college_physics", "conceptual_physics", "high_school_physics")),
            Map.entry(
                    "politics",
                    List.of(
                            "high_school_government_and_politics",
                            "public_relations",
                            "security_studies",
                            "us_foreign_policy")),
            Map.entry("psychology", List.of("high_school_psychology", "professional_psychology")));

    private static final Map<String, String> BY_SUBJECT = new HashMap<>();

    static {
        SUBJECTS.forEach((group, subjects) -> subjects.forEach(subject -> BY_SUBJECT.put(subject, group)));
    }

    private Domains() {}

    static String of(String domain) {
        return BY_SUBJECT.getOrDefault(domain, domain);
    }
}
