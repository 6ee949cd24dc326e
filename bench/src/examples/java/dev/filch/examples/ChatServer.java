package dev.filch.examples;

import dev.filch.channel.Channel;
import dev.filch.channel.ChannelClosedException;
import dev.filch.channel.Select;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/**
 * A chat room on plain sockets. The lines of a client go to all clients. The server has a {@link ChatClient} for each
 * of them.
 *
 * <p><b>What to learn</b>
 * <ul>
 *   <li><b>One thread owns the state.</b> The room's thread selects among clients that join, clients that leave, and
 *       lines. No other thread sees the set of clients, so it needs no lock.
 *   <li><b>A rendezvous keeps the order.</b> A send returns once the room has received. So a client's last line comes
 *       before the news that it has left, although they go through different channels.
 *   <li><b>Slow clients.</b> The room never waits for a client: the lines for it are in a channel that drops the oldest
 *       one when it is full. So a client that does not read delays no other.
 *   <li><b>The end.</b> The room ends when the channel of the lines is closed. It closes the other channels, so that no
 *       client waits for it any more.
 *   <li><b>Virtual threads.</b> The threads are virtual if the JVM has virtual threads. Channels park both kinds alike.
 * </ul>
 */
public final class ChatServer implements AutoCloseable {

    private final Channel<ChatClient> joins = Channel.rendezvous();
    private final Channel<ChatClient> leaves = Channel.rendezvous();
    private final Channel<String> lines = Channel.rendezvous();
    private final ServerSocket listener;

    /** Starts a server on the loopback; port 0 means any free port. */
    public ChatServer(int port) throws IOException {
        listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        start(this::runRoom);
        start(this::accept);
    }

    /** Starts a virtual thread, or, before Java 21, a platform thread. */
    static void start(Runnable task) {
        try {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException olderJvm) {
            new Thread(task).start();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                start(() -> serve(new ChatClient(socket)));
            }
        } catch (IOException closed) {
            lines.close();
        }
    }

    private void serve(ChatClient client) {
        try (client) {
            joins.send(client);
            for (String line = client.readLine(); line != null; line = client.readLine()) {
                lines.send(client + ": " + line);
            }
            leaves.send(client);
        } catch (ChannelClosedException | InterruptedException end) {
            // The server is closed.
        }
    }

    private void runRoom() {
        Set<ChatClient> clients = new HashSet<>();
        Select<String> news = Select.of(
                joins.onReceive(client -> {
                    clients.add(client);
                    return client + " has joined";
                }),
                leaves.onReceive(client -> {
                    clients.remove(client);
                    return client + " has left";
                }),
                lines.onReceive(line -> line));
        try (joins; leaves) {
            while (true) {
                String line = news.run();
                for (ChatClient client : clients) {
                    client.send(line);
                }
            }
        } catch (ChannelClosedException | InterruptedException end) {
            clients.forEach(ChatClient::disconnect);
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Disconnects all clients. */
    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** Serves until Enter is pressed. */
    public static void main(String[] args) throws IOException {
        try (ChatServer server = new ChatServer(8081)) {
            System.out.println("nc 127.0.0.1 " + server.port() + " takes part; Enter stops the server");
            System.in.read();
        }
    }
}
