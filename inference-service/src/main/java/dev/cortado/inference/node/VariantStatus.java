package dev.cortado.inference.node;

import dev.cortado.inference.engine.Engine;

/// How far a variant has come on this node.
public sealed interface VariantStatus {

    record Loading(String message) implements VariantStatus {}

    record Ready(Engine engine) implements VariantStatus {}

    record Failed(String reason) implements VariantStatus {}
}
