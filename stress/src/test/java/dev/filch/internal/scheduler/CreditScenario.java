package dev.filch.internal.scheduler;

import dev.filch.stress.model.Scenario;

/**
 * Threads take credits and give back those they hold. Each thread is a word:
 *
 * <pre>
 *   t  takes a credit; one must be free        0, 1, …  gives one back, as the thread of this worker
 *   T  takes a credit if one is free           s        gives one back, as a thread without a worker
 *   u  reads the number of credits in use
 * </pre>
 */
public final class CreditScenario extends Scenario {

    private final int capacity;
    private final QueueCredits credits;

    /** The number of credits that each thread holds at the end. */
    private final int[] held;

    public CreditScenario(int capacity, int workers, String... threads) {
        this.capacity = capacity;
        credits = new QueueCredits(capacity, workers);
        held = new int[threads.length];
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            thread(threads[i], () -> held[number] = act(threads[number]));
        }
    }

    private int act(String word) {
        int has = 0;
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            if (letter == 't' || letter == 'T') {
                boolean taken = credits.tryTake();
                require(taken || letter == 'T', "a credit was free all the time, so taking one succeeds");
                has += taken ? 1 : 0;
            } else if (letter == 'u') {
                require(credits.used() >= has, "the credits of a thread that reads the number are in use");
            } else if (has > 0) {
                give(letter);
                has--;
            }
        }
        return has;
    }

    private void give(char letter) {
        if (letter == 's') {
            credits.giveShared();
        } else {
            credits.give(letter - '0');
        }
    }

    @Override
    public void afterwards() {
        int inUse = 0;
        for (int each : held) {
            inUse += each;
        }
        require(inUse <= capacity, "at most as many credits are in use as exist");
        require(credits.used() == inUse, "the credits in use are counted");
        for (int left = capacity - inUse; left > 0; left--) {
            require(credits.tryTake(), "each free credit can be taken");
        }
        require(!credits.tryTake(), "no other credit can be taken");
    }
}
