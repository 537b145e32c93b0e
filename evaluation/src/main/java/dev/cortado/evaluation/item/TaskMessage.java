package dev.cortado.evaluation.item;

/// One message of a task.
///
/// @param role `system`, `user` or `assistant`
public record TaskMessage(String role, String content) {

    public TaskMessage {
        if (!role.equals("system") && !role.equals("user") && !role.equals("assistant")) {
            throw new IllegalArgumentException("role must be system, user or assistant, not '" + role + "'");
        }
        if (content.isBlank()) {
            throw new IllegalArgumentException("a message has no content");
        }
    }

    public static TaskMessage user(String content) {
        return new TaskMessage("user", content);
    }
}
