package dev.cortado.local.inspect;

import java.util.ArrayList;
import java.util.List;

/// Reads what `lsof -F pcn` writes: a line for each field, its first letter naming the field (lsof(8)).
final class Lsof {
    private Lsof() {}

    static List<ListeningSocket> parse(String output) {
        List<ListeningSocket> sockets = new ArrayList<>();
        long pid = 0;
        String process = "";
        for (String line : output.lines().filter(one -> one.length() > 1).toList()) {
            String value = line.substring(1);
            switch (line.charAt(0)) {
                case 'p' -> pid = Long.parseLong(value);
                case 'c' -> process = value;
                case 'n' -> {
                    int colon = value.lastIndexOf(':');
                    String address = value.substring(0, colon).replace("[", "").replace("]", "");
                    sockets.add(new ListeningSocket(
                            address.equals("*") ? "0.0.0.0" : address,
                            Integer.parseInt(value.substring(colon + 1)),
                            pid,
                            process));
                }
                default -> {
                    // a field that was not asked for, such as the descriptor
                }
            }
        }
        return sockets;
    }
}
