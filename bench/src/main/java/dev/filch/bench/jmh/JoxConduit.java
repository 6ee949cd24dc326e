package dev.filch.bench.jmh;

/** A channel of jox, which needs Java 21. */
final class JoxConduit implements Conduit {

    private final Object channel;

    JoxConduit(int capacity) {
        channel = Jox.channel(capacity);
    }

    Object channel() {
        return channel;
    }

    @Override
    public void send(Message message) throws InterruptedException {
        Jox.send(channel, message);
    }

    @Override
    public Message receive() throws InterruptedException {
        return (Message) Jox.receive(channel);
    }
}
