package dev.filch.bench.jmh;

/** A producer sends the next message once its consumer has sent the last one back. */
record PingPongLine(Conduit ping, Conduit pong) implements Line {

    @Override
    public void send(int from, int to, Patience patience) throws InterruptedException {
        for (int number = from; number < to; number++) {
            ping.send(new Message(number));
            pong.receive();
        }
    }

    @Override
    public long receive(int count, Patience patience) throws InterruptedException {
        long sum = 0;
        for (int received = 0; received < count; received++) {
            Message message = ping.receive();
            sum += message.number;
            pong.send(message);
        }
        return sum;
    }
}
