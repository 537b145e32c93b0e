package dev.cortado.gateway.generate;

/// One attempt that runs at a node. Used on one event loop.
public interface Generation {

    /// Stops reading: the node is held up once the buffers between are full.
    void pause();

    void resume();

    /// Gives the attempt up. Nothing more is heard of it; the node meters what it produced.
    ///
    /// @return whether the token may have reached the node; where it has not, it never will
    boolean cancel();
}
