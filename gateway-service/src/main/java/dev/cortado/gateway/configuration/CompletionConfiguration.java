package dev.cortado.gateway.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What a chat completion may ask for, and how often it is tried.
@ConfigMapping(prefix = "cortado.gateway")
public interface CompletionConfiguration {

    /// Completion tokens of a request that names no `max_tokens`.
    @WithDefault("1024")
    long completionTokensDefault();

    /// Most completion tokens that a request may name.
    @WithDefault("131072")
    long completionTokensMax();

    /// Attempts of one request, the first included. None follows once a part of an answer was received.
    @WithDefault("3")
    int attemptsMax();

    /// Bytes of a prompt's text (instructions and last question) that a router is told, so that it can estimate what
    /// each variant's answer is worth. Routers read 8 KiB at most, and neither store nor log it. With 0 none is
    /// told, and routers know each variant's mean only.
    @WithDefault("8192")
    int promptSampleBytesMax();

    /// Messages in one request.
    @WithDefault("2048")
    int messagesMax();

    /// Depth of objects and arrays in a request's JSON.
    @WithDefault("32")
    int nestingMax();

    /// Characters of one stop string.
    @WithDefault("256")
    int stopCharactersMax();
}
