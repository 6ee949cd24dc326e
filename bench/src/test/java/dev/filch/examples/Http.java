package dev.filch.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * A client of web servers. Not {@code java.net.http.HttpClient}: that one may take the answer on a connection from its
 * pool for data that came too early (JDK-8338569, JDK-8357639), and fails the request.
 */
public final class Http {

    private Http() {
    }

    /** What a server has answered; the type is null if it has sent none. */
    public record Answer(int status, String type, byte[] body) {

        /** The body as text. */
        public String text() {
            return new String(body);
        }
    }

    /** Asks for a page. */
    public static Answer get(String url) throws IOException {
        return answer((HttpURLConnection) URI.create(url).toURL().openConnection());
    }

    /** Sends a body to a page. */
    public static Answer post(String url, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        return answer(connection);
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, connection.getContentType(), in == null ? new byte[0] : in.readAllBytes());
        }
    }
}
