package dev.cortado.evaluation.check;

import java.util.List;

/// The share of rules that a text keeps.
public record RulesCheck(List<Rule> rules) implements Checker {

    public RulesCheck {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("no rule");
        }
    }

    public static RulesCheck of(Rule... rules) {
        return new RulesCheck(List.of(rules));
    }

    @Override
    public double score(String answer) {
        String text = answer.strip();
        return (double) rules.stream().filter(rule -> rule.kept(text)).count() / rules.size();
    }
}
