package dev.filch.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChatServerTest {

    private static final int CLIENTS = 4;

    /** So few that no client can miss any of them. */
    private static final int LINES = ChatClient.MAX_LAG / CLIENTS - 1;

    private static final int LEAVING = 200;

    /** So small that a client which does not read soon stops the server's writer. */
    private static final int SMALL_BUFFER = 16_384;

    /** Together, the long lines are more than the sockets hold, if the receiver's buffer is small. */
    private static final int LONG_LINES = 1_000;

    private static final String LONG_TEXT = "x".repeat(20_000);

    /** The length of a line that is much more than two sockets with small buffers hold. */
    private static final int HUGE_LINE = 16_000_000;

    private final List<Client> clients = new ArrayList<>();

    /** The other side of a connection. */
    private static final class Client {

        private final Socket socket = new Socket();
        private final BufferedReader in;
        private final String name;

        /** Connects, and waits until the server says so. */
        Client(ChatServer server, boolean small) throws IOException {
            if (small) {
                socket.setReceiveBufferSize(SMALL_BUFFER);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            name = "guest " + socket.getLocalPort();
            readUntil(name + " has joined");
        }

        void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
        }

        /** Returns what comes before a line. */
        List<String> readUntil(String expected) throws IOException {
            List<String> before = new ArrayList<>();
            String line = in.readLine();
            while (!expected.equals(line)) {
                assertTrue(line != null, () -> "the connection ended before: " + expected);
                before.add(line);
                line = in.readLine();
            }
            return before;
        }

        /** Says lines, and waits for each of them. Returns all that comes until then. */
        List<String> chat() throws IOException {
            List<String> heard = new ArrayList<>();
            for (int i = 0; i < LINES; i++) {
                say("line " + i);
                heard.addAll(readUntil(name + ": line " + i));
                heard.add(name + ": line " + i);
            }
            return heard;
        }

        private void end() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Client connect(ChatServer server) throws IOException {
        return connect(server, false);
    }

    private Client connect(ChatServer server, boolean small) throws IOException {
        Client client = new Client(server, small);
        clients.add(client);
        return client;
    }

    @AfterEach
    void disconnect() {
        clients.forEach(Client::end);
    }

    @Test
    void everyClientHearsAllLinesInTheOrderOfEachSender() throws Exception {
        try (ChatServer server = new ChatServer(0)) {
            for (int i = 0; i < CLIENTS; i++) {
                connect(server);
            }
            List<CompletableFuture<List<String>>> chats = new ArrayList<>();
            for (Client client : clients) {
                chats.add(CompletableFuture.supplyAsync(() -> chat(client), command -> new Thread(command).start()));
            }
            List<List<String>> heard = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                heard.add(chats.get(i).get());
            }
            clients.get(0).say("end");
            String end = clients.get(0).name + ": end";
            for (int i = 0; i < CLIENTS; i++) {
                heard.get(i).addAll(clients.get(i).readUntil(end));
                for (Client sender : clients) {
                    String prefix = sender.name + ": line ";
                    List<String> ofSender = heard.get(i).stream().filter(line -> line.startsWith(prefix)).toList();
                    assertEquals(LINES, ofSender.size());
                    for (int number = 0; number < LINES; number++) {
                        assertEquals(prefix + number, ofSender.get(number));
                    }
                }
            }
        }
    }

    private static List<String> chat(Client client) {
        try {
            return client.chat();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLastLineOfAClientComesBeforeTheNewsThatItHasLeft() throws Exception {
        try (ChatServer server = new ChatServer(0)) {
            Client stays = connect(server);
            for (int i = 0; i < LEAVING; i++) {
                Client leaves = connect(server);
                leaves.say("bye");
                leaves.socket.shutdownOutput();
                leaves.readUntil(leaves.name + ": bye");
                assertNull(leaves.in.readLine(), "a client that leaves gets all lines, and then the end");

                List<String> before = stays.readUntil(leaves.name + " has left");
                assertEquals(List.of(leaves.name + " has joined", leaves.name + ": bye"), before);
            }
        }
    }

    @Test
    void aSlowClientMissesOldLinesAndDelaysNoOther() throws Exception {
        Pattern missed = Pattern.compile("\\((\\d+) lines missed\\)");
        try (ChatServer server = new ChatServer(0)) {
            Client slow = connect(server, true);
            Client fast = connect(server);
            for (int i = 0; i < LONG_LINES; i++) {
                fast.say(i + LONG_TEXT);
                fast.readUntil(fast.name + ": " + i + LONG_TEXT);
            }
            fast.say("end");

            int received = 0;
            int said = 0;
            for (String line : slow.readUntil(fast.name + ": end")) {
                Matcher matcher = missed.matcher(line);
                if (matcher.matches()) {
                    said += Integer.parseInt(matcher.group(1));
                } else if (!line.endsWith(" has joined")) {
                    received++;
                }
            }
            int all = received + said;
            assertTrue(said > 0, "the slow client must miss lines");
            assertEquals(LONG_LINES, all, "the lines that a client receives and misses");
        }
    }

    @Test
    void closingTheServerDisconnectsAllClients() throws Exception {
        ChatServer server = new ChatServer(0);
        Client first = connect(server);
        Client second = connect(server);
        first.readUntil(second.name + " has joined");

        server.close();

        assertNull(first.in.readLine());
        assertNull(second.in.readLine());
    }

    /** The writer is in the middle of a line that the buffers of the sockets cannot hold. */
    @Test
    void disconnectingEndsTheReaderAndTheWriterOfAClientThatDoesNotRead() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket peer = new Socket()) {
            peer.setReceiveBufferSize(SMALL_BUFFER);
            peer.connect(listener.getLocalSocketAddress());
            Socket accepted = listener.accept();
            accepted.setSendBufferSize(SMALL_BUFFER);
            ChatClient client = new ChatClient(accepted);
            client.send("x".repeat(HUGE_LINE));
            assertEquals('x', peer.getInputStream().read());

            client.disconnect();

            long received = 1 + countUntilEnd(peer.getInputStream());
            assertTrue(received < HUGE_LINE, () -> "the writer should not have written all: " + received);
            assertNull(client.readLine());
        }
    }

    private static long countUntilEnd(InputStream in) {
        long count = 0;
        try {
            while (in.read() >= 0) {
                count++;
            }
        } catch (IOException reset) {
            // Also an end.
        }
        return count;
    }
}
