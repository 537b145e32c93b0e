package dev.cortado.local.part;

import dev.cortado.local.process.Tool;
import java.util.List;

/// PostgreSQL refuses to run as root. On Linux root can start it in a user namespace of its own, where it sees
/// itself as an ordinary user while files stay root's; where the machine forbids that, as another user that
/// keeps only the right to pass through root's directories.
final class Root {
    private static final String NOBODY = "65534";

    private final List<String> prefix;
    private final boolean otherOwner;

    private Root(List<String> prefix, boolean otherOwner) {
        this.prefix = prefix;
        this.otherOwner = otherOwner;
    }

    static Root look() throws InterruptedException {
        boolean root = Tool.ask(List.of("id", "-u")).output().strip().equals("0");
        // A number without a name, as containers hand out, is refused by PostgreSQL too.
        boolean named = Tool.ask(List.of("id", "-un")).well();
        if (!root && named) {
            return new Root(List.of(), false);
        }
        List<String> namespace = List.of("unshare", "-U");
        if (works(namespace)) {
            return new Root(namespace, false);
        }
        List<String> nobody = List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override");
        if (root && works(nobody)) {
            return new Root(nobody, true);
        }
        throw new IllegalStateException("PostgreSQL refuses to run as root or as a user without a name, and neither"
                + " `unshare -U` nor `setpriv` works here: run ./cortado as an ordinary user");
    }

    /// What stands before the command.
    List<String> prefix() {
        return prefix;
    }

    /// Whether the data directory must belong to that other user.
    boolean otherOwner() {
        return otherOwner;
    }

    static List<String> giveTo(String directory) {
        return List.of("chown", "-R", NOBODY + ":" + NOBODY, directory);
    }

    private static boolean works(List<String> prefix) throws InterruptedException {
        List<String> command = new java.util.ArrayList<>(prefix);
        command.add("true");
        return Tool.ask(command).well();
    }
}
