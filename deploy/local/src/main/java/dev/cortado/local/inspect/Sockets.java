package dev.cortado.local.inspect;

import dev.cortado.local.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who listens where on this machine: from `/proc` on Linux, from `lsof` elsewhere.
public final class Sockets {
    private static final Path PROC = Path.of("/proc");

    private Sockets() {}

    /// Every listening TCP socket whose owner may be seen.
    public static List<ListeningSocket> all() throws InterruptedException {
        return Files.isDirectory(PROC.resolve("self")) ? linux() : lsof();
    }

    /// Those of the given processes.
    public static List<ListeningSocket> of(Set<Long> pids) throws InterruptedException {
        return all().stream().filter(socket -> pids.contains(socket.pid())).toList();
    }

    /// Whether a server may listen on this port of loopback now.
    public static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// In words, who has taken a port.
    public static String owner(int port) throws InterruptedException {
        Optional<ListeningSocket> socket =
                all().stream().filter(one -> one.port() == port).findFirst();
        return socket.map(one ->
                        one.pid() == 0 ? "a process of another user" : one.process() + " (process " + one.pid() + ")")
                .orElse("a process that cannot be seen");
    }

    private static List<ListeningSocket> linux() {
        List<ProcNetTcp.Row> rows = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try {
                rows.addAll(ProcNetTcp.listening(Files.readString(PROC.resolve(table))));
            } catch (IOException e) {
                // a kernel without IPv6 has no second table
            }
        }
        Map<Long, Long> owners = owners();
        return rows.stream()
                .map(row -> {
                    long pid = owners.getOrDefault(row.inode(), 0L);
                    return new ListeningSocket(row.address(), row.port(), pid, nameOf(pid));
                })
                .toList();
    }

    /// The owner of each socket: `/proc/PID/fd` holds links such as `socket:[12345]`.
    private static Map<Long, Long> owners() {
        Map<Long, Long> owners = new HashMap<>();
        try (Stream<Path> processes = Files.list(PROC)) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                long pid = Long.parseLong(process.getFileName().toString());
                inodes(process).forEach(inode -> owners.putIfAbsent(inode, pid));
            }
        } catch (IOException | UncheckedIOException e) {
            return owners;
        }
        return owners;
    }

    private static List<Long> inodes(Path process) {
        List<Long> inodes = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(Long.parseLong(target.substring("socket:[".length(), target.length() - 1)));
                    }
                } catch (IOException e) {
                    // closed meanwhile
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return inodes;
        }
        return inodes;
    }

    private static String nameOf(long pid) {
        try {
            return pid == 0 ? "" : Files.readString(PROC.resolve(pid + "/comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static List<ListeningSocket> lsof() throws InterruptedException {
        return Lsof.parse(Tool.ask(List.of("lsof", "-nP", "-iTCP", "-sTCP:LISTEN", "-Fpcn"))
                .output());
    }
}
