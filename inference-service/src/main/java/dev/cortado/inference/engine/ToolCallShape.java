package dev.cortado.inference.engine;

/// How a model writes a tool call: `open name middle arguments close`, several of them with the separator between.
public record ToolCallShape(String open, String middle, String close, String separator) {

    /// What begins a call and nothing else: the opening up to the JSON in it, or all of it.
    public String beginning() {
        String mark = beforeJson();
        return mark.isEmpty() ? open : mark;
    }

    /// What ends a call after its JSON, perhaps empty.
    public String ending() {
        return close.substring(close.indexOf('}') + 1).strip();
    }

    private String beforeJson() {
        int json = open.indexOf('{');
        return (json < 0 ? open : open.substring(0, json)).strip();
    }
}
