package dev.cortado.gateway.authenticate;

/// What the headers `OpenAI-Organization` and `OpenAI-Project` choose, by id or name; empty where absent.
public record PayerChoice(String organisation, String project) {

    public static final PayerChoice NONE = new PayerChoice("", "");
}
