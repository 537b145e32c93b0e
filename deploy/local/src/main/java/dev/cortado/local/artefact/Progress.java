package dev.cortado.local.artefact;

/// Hears how far a fetch is; called often, from the fetching thread.
public interface Progress {
    void at(String what, long bytesDone, long bytesTotal);

    Progress SILENT = (what, done, total) -> {};
}
