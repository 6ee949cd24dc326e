package dev.filch.examples;

import com.typesafe.config.Config;
import dev.filch.pool.WorkStealingPool;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/**
 * Runs a dispatcher of Apache Pekko on a pool. In the configuration of the dispatcher, {@code executor} is the name of
 * this class, and {@code filch.workers} the number of workers.
 *
 * <p>The pool takes its threads from Pekko's factory, so that Pekko's settings for daemons, class loaders and fatal
 * errors apply. The queues have no capacity: a dispatcher does not expect to be refused. The dispatcher shuts the pool
 * down when the actor system has terminated.
 */
public final class FilchDispatcher extends ExecutorServiceConfigurator {

    private final int workers;

    /** Called by Pekko, with the configuration of the dispatcher. */
    public FilchDispatcher(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        workers = config.getInt("filch.workers");
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        return () -> WorkStealingPool.builder().name(id).workers(workers).fifo().threadFactory(threads).build();
    }
}
