package dev.filch.channel;

import dev.filch.channel.ChannelScenario.Failure;
import dev.filch.channel.ChannelScenario.Message;
import dev.filch.stress.model.Scenario;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Threads use a channel of two subscribers, or of a publisher. Each thread is a word of operations: t trySend, s
 * send, g tryReceive, r receive until there is an element or the channel is closed, c close; q and Q request of the
 * first and second subscriber, x and X their cancel, u the first one's subscription; n, e and E the publisher's next
 * element, its completion and its error. Each digit of {@code requests} is a subscriber, and what it requests when it
 * subscribes, which is at the beginning if no thread does it. The capacity is 0 for a rendezvous. A thread whose word
 * begins with a question mark may stay parked if the channel is empty.
 *
 * <p>Tasks run in the thread that submits them, or in a thread of their own.
 */
public final class FlowScenario extends Scenario {

    private static final int MAX_NUMBER = 50;

    private final Channel<Message> channel;
    private final Channel<Runnable> tasks = Channel.unbounded();
    private final Executor executor;
    private final Recorder[] subscribers;
    private final Flow.Subscriber<Message> subscriber;
    private final Upstream upstream = new Upstream();

    private final boolean[] finished;
    private final boolean closes;
    private final boolean completes;

    /** By number: whether it was sent, and how often it was received. Each thread writes numbers of its own. */
    private final int[] sent = new int[MAX_NUMBER];
    private final int[] received = new int[MAX_NUMBER];

    /** Records what it gets, without synchronization. */
    private static final class Recorder implements Flow.Subscriber<Message> {

        private final int[] got;
        private Flow.Subscription subscription;
        private boolean inside;
        private boolean ended;
        private int count;

        /** Written by one thread of the scenario at most, as the next one. */
        private int requested;
        private boolean cancelled;

        Recorder(int[] got) {
            this.got = got;
        }

        private void enter() {
            require(!inside, "signals come one at a time");
            require(!ended, "there is no signal after the end");
            inside = true;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            if (requested > 0) {
                subscription.request(requested);
            }
        }

        @Override
        public void onNext(Message element) {
            enter();
            got[element.number()]++;
            count++;
            inside = false;
        }

        @Override
        public void onError(Throwable error) {
            end();
            checkCause(error);
        }

        @Override
        public void onComplete() {
            end();
        }

        private void end() {
            enter();
            ended = true;
            inside = false;
        }
    }

    private static final class Upstream implements Flow.Subscription {

        private boolean cancelled;

        @Override
        public void request(long elements) {
            require(elements > 0, "requests are positive");
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Starts with an empty channel. */
    public FlowScenario(int capacity, boolean ownThread, String requests, String... threads) {
        channel = capacity == 0 ? Channel.rendezvous() : Channel.bounded(capacity);
        executor = ownThread ? task -> tasks.trySend(task) : task -> task.run();
        String words = String.join("", threads);
        subscribers = new Recorder[requests.length()];
        for (int i = 0; i < subscribers.length; i++) {
            subscribers[i] = new Recorder(received);
            subscribers[i].requested = requests.charAt(i) - '0';
            if (i > 0 || !words.contains("u")) {
                subscribe(subscribers[i]);
            }
        }
        finished = new boolean[threads.length];
        closes = words.contains("c");
        completes = words.matches(".*[eE].*");
        boolean publishes = completes || words.contains("n");
        subscriber = publishes ? channel.asSubscriber(executor) : null;
        if (publishes) {
            subscriber.onSubscribe(upstream);
        }
        for (int thread = 0; thread < threads.length; thread++) {
            String name = threads[thread] + thread;
            String operations = threads[thread].replace("?", "");
            int firstNumber = 10 * (thread + 1);
            int index = thread;
            thread(name, () -> {
                run(operations, firstNumber);
                finished[index] = true;
            });
            if (name.startsWith("?")) {
                mayStayParked(name);
            }
        }
        if (ownThread) {
            thread("executor", this::runTasks);
            mayStayParked("executor");
        }
    }

    private void subscribe(Recorder recorder) {
        channel.asPublisher(executor).subscribe(recorder);
    }

    private void runTasks() {
        try {
            while (true) {
                tasks.receive().run();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("no thread interrupts", e);
        }
    }

    private void run(String operations, int firstNumber) {
        for (int i = 0; i < operations.length(); i++) {
            try {
                run(operations.charAt(i), firstNumber + i);
            } catch (ChannelClosedException e) {
                require(operations.charAt(i) != 'c', "close succeeds");
                checkCause(e.getCause());
            } catch (InterruptedException e) {
                throw new AssertionError("no thread interrupts", e);
            }
        }
    }

    /** Reads the contents of the publisher's error, which must have been published. */
    private static void checkCause(Throwable cause) {
        if (cause instanceof Failure failure) {
            require(failure.number() > 0, "the error is visible");
        } else if (cause != null) {
            throw new AssertionError(cause);
        }
    }

    private void run(char operation, int number) throws InterruptedException {
        switch (operation) {
            case 't' -> sent[number] = channel.trySend(new Message(number)) ? 1 : 0;
            case 's' -> {
                channel.send(new Message(number));
                sent[number] = 1;
            }
            case 'g' -> receive(channel.tryReceive());
            case 'r' -> receive(channel.receive());
            case 'c' -> channel.close();
            case 'q' -> request(subscribers[0]);
            case 'Q' -> request(subscribers[1]);
            case 'x' -> cancel(subscribers[0]);
            case 'X' -> cancel(subscribers[1]);
            case 'n' -> {
                subscriber.onNext(new Message(number));
                // If another thread closes the channel, what arrives may be dropped.
                sent[number] = closes ? 0 : 1;
            }
            case 'e' -> subscriber.onComplete();
            case 'E' -> subscriber.onError(new Failure(number));
            case 'u' -> subscribe(subscribers[0]);
            default -> throw new IllegalArgumentException("operation " + operation);
        }
    }

    private void receive(Message message) {
        if (message != null) {
            received[message.number()]++;
        }
    }

    private static void request(Recorder recorder) {
        recorder.requested++;
        recorder.subscription.request(1);
    }

    private static void cancel(Recorder recorder) {
        recorder.cancelled = true;
        recorder.subscription.cancel();
    }

    @Override
    public void afterwards() {
        for (Recorder recorder : subscribers) {
            require(recorder.count <= recorder.requested, "no element comes that was not requested");
            boolean waits = !recorder.cancelled && recorder.count < recorder.requested;
            require(!waits || channel.size() == 0, "an element that was requested is signalled");
            require(!recorder.ended || channel.isClosed(), "there is no end before the channel is closed");
            require(recorder.ended || recorder.cancelled || !channel.isClosed() || channel.size() > 0,
                    "a subscriber learns of the end");
            require(!recorder.cancelled || subscribers.length > 1 || !trySend(),
                    "a subscriber that has cancelled does not wait at a rendezvous");
        }
        require(!completes || channel.size() > 0 || channel.isClosed(), "the publisher's end closes the channel");
        for (boolean each : finished) {
            require(each || channel.size() == 0, "no thread stays parked that could receive");
        }
        require(!upstream.cancelled || closes, "the publisher is cancelled only if another thread closes the channel");
        for (Message rest = poll(); rest != null; rest = poll()) {
            received[rest.number()]++;
        }
        for (int number = 0; number < MAX_NUMBER; number++) {
            require(received[number] <= 1, "no element is received twice");
            require(received[number] >= sent[number], "no element is lost");
        }
    }

    /** Whether a thread or a subscriber waits at a rendezvous, which then takes an element. */
    private boolean trySend() {
        return channel.capacity() == 0 && !channel.isClosed() && channel.trySend(new Message(0));
    }

    private Message poll() {
        try {
            return channel.tryReceive();
        } catch (ChannelClosedException end) {
            return null;
        }
    }
}
