package dev.filch.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.filch.channel.Channel;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.Socket;
import java.util.Scanner;

/**
 * A client of a {@link ChatServer}. One thread reads its lines and ends by {@link #close()}. Another one writes what is
 * in the outbox, and closes the socket when that is closed and empty.
 */
final class ChatClient implements AutoCloseable {

    /** How many lines a client may lag behind. */
    static final int MAX_LAG = 64;

    private final Socket socket;
    private final Scanner in;
    private final Channel<String> outbox = Channel.dropOldest(MAX_LAG);

    /** Starts the writer. */
    ChatClient(Socket socket) {
        this.socket = socket;
        try {
            socket.setTcpNoDelay(true);
            in = new Scanner(socket.getInputStream(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChatServer.start(this::write);
    }

    /** Waits for a line; null if the client has gone. */
    String readLine() {
        return in.hasNextLine() ? in.nextLine() : null;
    }

    /** Never waits, and is called only while the outbox is open. */
    void send(String line) throws InterruptedException {
        outbox.send(line);
    }

    private void write() {
        try (socket; Writer out = new OutputStreamWriter(socket.getOutputStream(), UTF_8)) {
            long missed = 0;
            for (String line : outbox) {
                long dropped = outbox.dropped();
                if (dropped > missed) {
                    out.write("(" + (dropped - missed) + " lines missed)\n");
                    missed = dropped;
                }
                out.write(line + "\n");
                if (outbox.size() == 0) {
                    out.flush();
                }
            }
        } catch (IOException end) {
            // The client has gone. The reader finds the socket closed.
        }
    }

    /** Lets the writer end after what is in the outbox. */
    @Override
    public void close() {
        outbox.close();
    }

    /** Ends reader and writer at once, even if the client does not read. */
    void disconnect() {
        outbox.cancel();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the client. */
    @Override
    public String toString() {
        return "guest " + socket.getPort();
    }
}
