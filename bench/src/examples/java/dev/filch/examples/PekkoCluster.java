package dev.filch.examples;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/**
 * A cluster of two nodes whose actors run on Filch's pools. One node offers a service; the other one finds it and sends
 * it a message. For the example, both nodes are in one JVM and talk by TCP on the loopback.
 *
 * <p><b>What to learn</b>
 * <ul>
 *   <li><b>When one machine is not enough</b>, use Filch inside each node and the cluster between nodes. Filch moves
 *       work between the threads of one JVM. Between machines, messages must be serialized, may get lost, and nodes
 *       fail; a cluster is made for that, and Filch is not.
 *   <li><b>Only the configuration changes.</b> It names {@link FilchDispatcher} as the executor of the default
 *       dispatcher. The actors do not know of it.
 *   <li><b>One dispatcher stays as it is.</b> Pekko runs its own actors, such as the cluster's heartbeats, on a
 *       separate dispatcher, so that no long task of an application holds them up.
 * </ul>
 */
public final class PekkoCluster {

    static final Config CONFIG = ConfigFactory.parseString("""
            pekko {
              loglevel = WARNING
              actor {
                provider = cluster
                default-dispatcher {
                  executor = "dev.filch.examples.FilchDispatcher"
                  filch.workers = 2
                }
              }
              remote.artery {
                transport = tcp
                canonical { hostname = "127.0.0.1", port = 0 }
              }
              cluster.jmx.multi-mbeans-in-same-jvm = on
            }
            """).withFallback(ConfigFactory.load());

    private static final ServiceKey<String> SERVICE = ServiceKey.create(String.class, "service");

    private PekkoCluster() {
    }

    /** An actor that registers itself with the cluster, and hands its messages on. */
    private static Behavior<String> service(Consumer<String> messages) {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.register(SERVICE, context.getSelf()));
            return Behaviors.receiveMessage(message -> {
                messages.accept(message);
                return Behaviors.same();
            });
        });
    }

    /** An actor that sends a message to each service of the cluster when the list of services changes. */
    private static Behavior<Receptionist.Listing> client() {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.subscribe(SERVICE, context.getSelf()));
            return Behaviors.receiveMessage(services -> {
                for (ActorRef<String> service : services.getServiceInstances(SERVICE)) {
                    service.tell("from " + context.getSystem().address() + " to " + service.path().address());
                }
                return Behaviors.same();
            });
        });
    }

    /** Forms the cluster, and returns the message that has crossed it. */
    public static String run() throws Exception {
        CompletableFuture<String> message = new CompletableFuture<>();
        ActorSystem<?> first = ActorSystem.create(service(message::complete), "filch", CONFIG);
        ActorSystem<?> second = ActorSystem.create(client(), "filch", CONFIG);
        try {
            Address seed = Cluster.get(first).selfMember().address();
            Cluster.get(first).manager().tell(Join.create(seed));
            Cluster.get(second).manager().tell(Join.create(seed));
            return message.get(1, TimeUnit.MINUTES);
        } finally {
            first.terminate();
            second.terminate();
            first.getWhenTerminated().toCompletableFuture().join();
            second.getWhenTerminated().toCompletableFuture().join();
        }
    }

    /** Prints the message. */
    public static void main(String[] args) throws Exception {
        System.out.println(run());
    }
}
