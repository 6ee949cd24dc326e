package dev.filch.bench.jmh;

/**
 * Each producer has its own channel, and one consumer receives from all.
 *
 * @param channels the channels
 * @param share the number of messages of a producer
 */
record SelectLine(FourChannels channels, int share) implements Line {

    @Override
    public void send(int from, int to, Patience patience) throws InterruptedException {
        new ConduitLine(channels.busy().get(from / share)).send(from, to, patience);
    }

    @Override
    public long receive(int count, Patience patience) throws InterruptedException {
        return channels.receiver().receive(count);
    }
}
