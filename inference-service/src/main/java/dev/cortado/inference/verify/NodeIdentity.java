package dev.cortado.inference.verify;

import dev.cortado.contracts.unit.NodeId;
import dev.cortado.contracts.unit.NodeIncarnation;

/// A node in one of its lives.
public record NodeIdentity(NodeId node, NodeIncarnation incarnation) {}
