namespace Sidetone.Catalog.Tests;

/// <summary>The events of the published catalog, as published.</summary>
internal static partial class Payloads
{
    /// <summary>The call summary; the published text lacks its last brace, which is added here.</summary>
    public const string CallSummary = """
        {
          "version": "0",
          "id": "530848f3-1111-2222-3333-b33ba70c19f0",
          "detail-type": "CallSummary",
          "source": "aws.partner/operata.com/a28453f9-1111-2222-3333-84d9e67ac297/andyEventBus",
          "account": "083560837128",
          "time": "2023-06-01T05:00:13Z",
          "region": "ap-southeast-2",
          "resources": [],
          "detail": {
            "accountProperties": {
              "operataGroupName": "Operata Demo",
              "operataGroupId": "a28453f9-1111-2222-3333-84d9e67ac297"
            },
            "contact": {
              "id": {
                "current": "ac7a6a89-1111-2222-3333-1e659475d24e",
                "previous": "",
                "next": ""
              },
              "direction": "Inbound",
              "events": {
                "connectingToAgent": "2023-06-01T04:59:51.523Z",
                "enqueued": "2023-06-01T04:59:30.795Z"
              },
              "endedBy": "Agent",
              "queueName": "Operata Prod Default Queue",
              "callerId": "+61402960149"
            },
            "webRTCSession": {
              "metrics": {
                "inbound": {
                  "packetsReceived": 636,
                  "packetsLost": 12,
                  "packetsLostPercentage": 1.85,
                  "bytesReceived": 67178,
                  "audioLevel": {
                    "min": 0,
                    "max": 400,
                    "avg": 51.23
                  },
                  "jitterBufferMils": {
                    "min": 0,
                    "max": 8,
                    "avg": 3
                  }
                },
                "outbound": {
                  "packetsSent": 786,
                  "packetsLost": 10,
                  "packetsLostPercentage": 1.27,
                  "bytesSent": 65585,
                  "audioLevel": {
                    "min": 0,
                    "max": 4515,
                    "avg": 618.62
                  },
                  "jitterBufferMils": {
                    "min": 4,
                    "max": 26,
                    "avg": 11.23
                  }
                },
                "rtt": {
                  "min": 0,
                  "max": 145,
                  "avg": 110
                },
                "jitter": {
                  "min": 0,
                  "max": 8,
                  "avg": 3
                },
                "mos": {
                  "min": 3.65,
                  "max": 4.43,
                  "avg": 4.25
                }
              },
              "serviceEndpoint": {
                "fqdn": "",
                "transportLifeTimeSeconds": 0,
                "expiry": "0001-01-01T00:00:00Z"
              },
              "mediaEndpoint": {
                "fqdn": "turnnlb-93f2de0c97c4316b.elb.ap-southeast-2.amazonaws.com.",
                "destinationPort": "3478",
                "sourcePort": "49985",
                "transport": "udp",
                "privateIp": "10.4.3.108"
              },
              "signallingEndpoint": {
                "fqdn": ""
              },
              "usedDevices": [
                {
                  "timestamp": "2023-06-01T04:59:55.041Z",
                  "deviceId": "default",
                  "groupId": "293e6a9871f0d56112233445566773d1e36f9e6ed9f4926c5a9318336ecfeec",
                  "kind": "audioinput",
                  "label": "Default - Elgato Wave:3 (0fd9:0070)"
                },
                {
                  "timestamp": "2023-06-01T04:59:55.041Z",
                  "deviceId": "default",
                  "groupId": "ccdd7abe9a3cd1122334455667762315f154461e744b2072bae72719239a",
                  "kind": "audiooutput",
                  "label": "Default - Internal Speakers (Built-in)"
                }
              ]
            },
            "serviceAgent": {
              "username": "andy",
              "machine": {
                "cpu": {
                  "modelName": "Intel(R) Core(TM) i7-7700HQ CPU @ 2.80GHz",
                  "idlePercentage": {
                    "avg": 69.89
                  },
                  "utilizedPercentage": {
                    "min": 28.53,
                    "max": 31.84,
                    "avg": 30.11
                  }
                },
                "memory": {
                  "availableGb": 16,
                  "utilizedPercentage": {
                    "min": 92.27,
                    "max": 92.49,
                    "avg": 92.31
                  }
                }
              },
              "network": {
                "internetGatewayIp": "103.120.49.101",
                "mediaIpAddress": "192.168.1.12",
                "type": "wlan",
                "isp": "Bcd Networks Pty Ltd",
                "geolocation": {
                  "city": "Nutfield",
                  "region": "Victoria",
                  "country": "Australia"
                }
              },
              "browser": {
                "name": "Chrome",
                "version": "113.0.5672.126"
              },
              "softphone": {
                "softphoneUrl": "https://operata-prod.awsapps.com/connect/ccp-v2/softphone#ac7a6a89-43ff-4dce-8aa2-1e659475d24e",
                "softphoneContextUrl": "https://operata-prod.awsapps.com/connect/ccp-v2/softphone#ac7a6a89-43ff-4dce-8aa2-1e659475d24e"
              },
              "interaction": {
                "totalDurationSec": 14,
                "onHoldDurationSec": 0,
                "talkingDurationSec": 14,
                "onMuteDurationSec": 0
              },
              "friendlyName": "Andy"
            },
            "billing": {
              "durationRoundedMin": 1
            },
            "timestamp": "2023-06-01T05:00:11.871Z"
          }
        }
        """;
}
