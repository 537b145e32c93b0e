package dev.cortado.inference.template;

/// JSON text in a template's hands: it stands in JSON, and anywhere else, as it is.
record RawJson(String text) {

    @Override
    public String toString() {
        return text;
    }
}
