package dev.cortado.local.artefact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// Brings one file by HTTPS, going on where an earlier try stopped. Neither an address nor a redirect of another scheme
/// is followed.
final class HttpsDownload {
    private static final int REDIRECTED = 3;
    private static final int REDIRECTS_MAX = 5;

    private final String scheme;
    private final Duration connectLimit;
    private final Duration stallLimit;

    HttpsDownload(Duration connectLimit, Duration stallLimit) {
        this("https", connectLimit, stallLimit);
    }

    /// @param scheme the only one that is followed
    HttpsDownload(String scheme, Duration connectLimit, Duration stallLimit) {
        this.scheme = scheme;
        this.connectLimit = connectLimit;
        this.stallLimit = stallLimit;
    }

    /// Appends to `partial` what it lacks of `bytes`; what has come stays there if the connection breaks.
    Attempted bring(String url, Path partial, long bytes, Progress progress) {
        try {
            long have = Files.exists(partial) ? Files.size(partial) : 0;
            if (have > bytes) {
                Files.delete(partial);
                have = 0;
            }
            if (have == bytes) {
                return new Attempted.Brought();
            }
            return bring(open(url, have), partial, have, bytes, progress);
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Attempted.Failed(e.getClass().getSimpleName() + ": " + why);
        }
    }

    private HttpURLConnection open(String url, long from) throws IOException {
        URI place = URI.create(url);
        for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
            HttpURLConnection http = connection(place, from);
            String location = http.getHeaderField("Location");
            if (http.getResponseCode() / 100 != REDIRECTED || location == null) {
                return http;
            }
            http.disconnect();
            place = place.resolve(location);
        }
        throw new IOException(url + " redirects more than " + REDIRECTS_MAX + " times");
    }

    private HttpURLConnection connection(URI place, long from) throws IOException {
        if (!scheme.equalsIgnoreCase(place.getScheme())
                || !(place.toURL().openConnection() instanceof HttpURLConnection http)) {
            throw new IOException("refused: " + place + " is not " + scheme);
        }
        http.setInstanceFollowRedirects(false);
        http.setConnectTimeout(Math.toIntExact(connectLimit.toMillis()));
        http.setReadTimeout(Math.toIntExact(stallLimit.toMillis()));
        http.setRequestProperty("User-Agent", "cortado");
        if (from > 0) {
            http.setRequestProperty("Range", "bytes=" + from + "-");
        }
        return http;
    }

    private Attempted bring(HttpURLConnection http, Path partial, long have, long bytes, Progress progress)
            throws IOException {
        int status = http.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_PARTIAL) {
            http.disconnect();
            return new Attempted.Failed("HTTP " + status);
        }
        // A server that knows no ranges sends the whole file again.
        boolean goesOn = status == HttpURLConnection.HTTP_PARTIAL && have > 0;
        long done = goesOn ? have : 0;
        StandardOpenOption how = goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = http.getInputStream();
                OutputStream out =
                        Files.newOutputStream(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                done += read;
                if (done > bytes) {
                    return new Attempted.Failed("it sends more than the " + bytes + " bytes of the catalogue");
                }
                out.write(buffer, 0, read);
                progress.at(http.getURL().getHost(), done, bytes);
            }
        } finally {
            http.disconnect();
        }
        return done == bytes
                ? new Attempted.Brought()
                : new Attempted.Failed("it ended after " + done + " of " + bytes + " bytes");
    }
}
