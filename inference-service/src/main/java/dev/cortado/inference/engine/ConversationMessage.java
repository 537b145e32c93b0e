package dev.cortado.inference.engine;

/// One message of a conversation. The content is data: nothing in it is ever read as template or as a control token.
public record ConversationMessage(ChatRole role, String content) {}
