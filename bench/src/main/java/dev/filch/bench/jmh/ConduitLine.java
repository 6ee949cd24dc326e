package dev.filch.bench.jmh;

/** Passes messages through a conduit one by one. Threads wait inside the conduit. */
record ConduitLine(Conduit conduit) implements Line {

    @Override
    public void send(int from, int to, Patience patience) throws InterruptedException {
        for (int number = from; number < to; number++) {
            conduit.send(new Message(number));
        }
    }

    @Override
    public long receive(int count, Patience patience) throws InterruptedException {
        return conduit.receive(count);
    }
}
