namespace Sidetone.Catalog.Tests;

/// <summary>A call summary observed in 2025.</summary>
internal static partial class Payloads
{
    /// <summary>A call summary with the members and the spellings of 2025.</summary>
    public const string CallSummary2025 = """
        {
          "version": "0",
          "id": "fd80cb37-2184-ba3d-4916-aaf078078c2e",
          "detail-type": "CallSummary",
          "source": "aws.partner/operata.com/e93a37d0-cde5-4168-9717-e8830e309251/operata",
          "account": "4567839902",
          "time": "2025-01-06T14:10:08Z",
          "region": "us-east-1",
          "resources": [],
          "detail": {
            "accountProperties": {
              "operataGroupName": "Dummy Enterprises",
              "operataGroupId": "e93a37d0-cde5-4168-9717-e8830e309251"
            },
            "contact": {
              "id": {
                "current": "70b94a42-5c1e-4686-ae62-39870c9ccefa",
                "previous": "",
                "next": ""
              },
              "direction": "Outbound",
              "events": {
                "connectingToAgent": "2025-01-06T13:47:55.006Z",
                "enqueued": "2025-01-06T13:47:54.846Z"
              },
              "endedBy": "Agent",
              "queueName": "Dummy_Queue",
              "callerId": "+1234567890"
            },
            "webRTCSession": {
              "metrics": {
                "inbound": {
                  "packetsReceived": 20409.0,
                  "packetsLost": 0.0,
                  "packetsLostMaxPercentage": 0.0,
                  "packetsLostPercentage": 0.0,
                  "bytesReceived": 2594893.0,
                  "audioLevel": {
                    "min": 0.0,
                    "max": 23140.0,
                    "avg": 3070.06
                  },
                  "jitterBufferMils": {
                    "min": 0.0,
                    "max": 8.0,
                    "avg": 1.56
                  },
                  "mos": {
                    "min": 4.37,
                    "max": 4.43,
                    "avg": 4.41
                  }
                },
                "outbound": {
                  "packetsSent": 39651.0,
                  "packetsLost": 4.0,
                  "packetsLostMaxPercentage": 6.0,
                  "packetsLostPercentage": 0.01,
                  "bytesSent": 3054319.0,
                  "audioLevel": {
                    "min": 0.0,
                    "max": 32767.0,
                    "avg": 2011.35
                  },
                  "jitterBufferMils": {
                    "min": 0.08,
                    "max": 17.48,
                    "avg": 8.68
                  },
                  "mos": {
                    "min": 3.97,
                    "max": 4.43,
                    "avg": 4.4
                  }
                },
                "rtt": {
                  "min": 0.0,
                  "max": 120.0,
                  "avg": 52.0
                },
                "jitter": {
                  "min": 0.0,
                  "max": 8.0,
                  "avg": 2.0
                },
                "mos": {
                  "min": 4.37,
                  "max": 4.43,
                  "avg": 4.41
                }
              },
              "serviceEndpoint": {
                "fqdn": "",
                "transportLifeTimeSeconds": 0,
                "expiry": "0001-01-01T00:00:00Z"
              },
              "mediaEndpoint": {
                "fqdn": "random.elb.us-east-1.amazonaws.com.",
                "destinationPort": "3478",
                "sourcePort": "49394",
                "transport": "udp",
                "privateIp": "10.4.2.90"
              },
              "media": {
                "sessionId": "3dc5501d-22b3-402f-8bd4-dd01722e4606",
                "strategy": "StandardStrategy"
              },
              "signallingEndpoint": {
                "fqdn": ""
              },
              "usedDevices": [
                {
                  "kind": "audioinput",
                  "label": "Microphone (Jabra EVOLVE 30 II) (0b0e:0315)",
                  "groupId": "f60f920b-b0d2-4885-bd16-f66656b26d9b",
                  "deviceId": "default",
                  "timestamp": "2025-01-06T13:48:16.052Z"
                },
                {
                  "kind": "audiooutput",
                  "label": "Default - Speakers (Jabra EVOLVE 30 II) (0b0e:0315)",
                  "groupId": "f60f920b-b0d2-4885-bd16-f66656b26d9b",
                  "deviceId": "default",
                  "timestamp": "2025-01-06T13:48:16.052Z"
                }
              ]
            },
            "serviceAgent": {
              "username": "fake_user",
              "machine": {
                "cpu": {
                  "modelName": "AMD Ryzen 5 5625U with Radeon Graphics         ",
                  "idlePercentage": {
                    "avg": 76.96
                  },
                  "utilisedPercentage": {
                    "min": 10.94,
                    "max": 98.44,
                    "avg": 23.04
                  }
                },
                "memory": {
                  "availableGb": 7,
                  "utilisedPercentage": {
                    "min": 99.76,
                    "max": 100.0,
                    "avg": 99.87
                  }
                },
                "operatingSystem": {
                  "name": "Windows",
                  "version": "10"
                }
              },
              "network": {
                "internetGatewayIp": "3.27.15.215",
                "mediaIpAddress": "192.168.1.100",
                "type": "ethernet",
                "isp": "Verizon",
                "geolocation": {
                  "city": "Ashburn",
                  "region": "Virginia",
                  "country": "United States"
                },
                "agentIpAddress": "113.37.213.250",
                "agentIsp": "Verizon"
              },
              "browser": {
                "name": "Chrome",
                "version": "131.0.6778.205"
              },
              "softphone": {
                "softphoneUrl": "http://tyre.com/typographist/vowess?a=hamster&b=woodsy#clothilda",
                "softphoneContextUrl": "https://fantastico.com/indexed/herpetoid?a=unbusily&b=astragaloscaphoid#yelm",
                "operataChromeExtVersion": "1.7.19"
              },
              "interaction": {
                "totalDurationSec": 774,
                "onHoldDurationSec": 0,
                "talkingDurationSec": 774,
                "onMuteDurationSec": 0
              },
              "friendlyName": "FakeUser"
            },
            "billing": {
              "durationRoundedMin": 13,
              "agentDataReceived": true,
              "cloudDataReceived": false
            },
            "insights": {
              "count": 0,
              "zeroMos": [
                { "start": "2025-01-06T13:48:39.78Z", "end": "2025-01-06T13:48:41.78Z" },
                { "start": "2025-01-06T13:53:54.781Z", "end": "2025-01-06T13:53:55.78Z" }
              ],
              "zeroInboundPackets": [
                { "start": "2025-01-06T13:48:31.78Z", "end": "2025-01-06T13:48:41.78Z" },
                { "start": "2025-01-06T13:48:45.779Z", "end": "2025-01-06T13:48:46.78Z" },
                { "start": "2025-01-06T13:48:56.78Z", "end": "2025-01-06T13:48:58.78Z" },
                { "start": "2025-01-06T13:49:08.78Z", "end": "2025-01-06T13:49:10.78Z" },
                { "start": "2025-01-06T13:49:14.78Z", "end": "2025-01-06T13:49:15.781Z" },
                { "start": "2025-01-06T13:49:21.78Z", "end": "2025-01-06T13:49:25.78Z" },
                { "start": "2025-01-06T13:49:41.78Z", "end": "2025-01-06T13:49:45.78Z" },
                { "start": "2025-01-06T13:50:03.78Z", "end": "2025-01-06T13:50:06.781Z" },
                { "start": "2025-01-06T13:50:09.78Z", "end": "2025-01-06T13:50:10.779Z" },
                { "start": "2025-01-06T13:50:15.781Z", "end": "2025-01-06T13:50:17.781Z" },
                { "start": "2025-01-06T13:50:56.78Z", "end": "2025-01-06T13:50:58.78Z" },
                { "start": "2025-01-06T13:51:18.78Z", "end": "2025-01-06T13:51:20.78Z" },
                { "start": "2025-01-06T13:51:22.781Z", "end": "2025-01-06T13:51:24.78Z" },
                { "start": "2025-01-06T13:51:48.781Z", "end": "2025-01-06T13:51:49.78Z" },
                { "start": "2025-01-06T13:51:56.78Z", "end": "2025-01-06T13:51:57.78Z" },
                { "start": "2025-01-06T13:52:01.78Z", "end": "2025-01-06T13:52:02.78Z" },
                { "start": "2025-01-06T13:52:08.78Z", "end": "2025-01-06T13:52:13.78Z" },
                { "start": "2025-01-06T13:52:27.779Z", "end": "2025-01-06T13:52:29.78Z" },
                { "start": "2025-01-06T13:53:46.78Z", "end": "2025-01-06T13:53:55.78Z" },
                { "start": "2025-01-06T13:55:24.78Z", "end": "2025-01-06T13:55:25.78Z" },
                { "start": "2025-01-06T13:56:08.781Z", "end": "2025-01-06T13:56:09.779Z" },
                { "start": "2025-01-06T13:56:32.779Z", "end": "2025-01-06T13:56:34.78Z" },
                { "start": "2025-01-06T13:56:43.781Z", "end": "2025-01-06T13:56:44.78Z" },
                { "start": "2025-01-06T13:57:21.781Z", "end": "2025-01-06T13:57:23.781Z" },
                { "start": "2025-01-06T13:57:30.78Z", "end": "2025-01-06T13:57:34.78Z" },
                { "start": "2025-01-06T13:57:36.781Z", "end": "2025-01-06T13:57:40.78Z" },
                { "start": "2025-01-06T13:58:45.78Z", "end": "2025-01-06T13:58:48.78Z" },
                { "start": "2025-01-06T13:59:03.781Z", "end": "2025-01-06T13:59:06.78Z" },
                { "start": "2025-01-06T13:59:09.781Z", "end": "2025-01-06T13:59:12.779Z" },
                { "start": "2025-01-06T13:59:17.78Z", "end": "2025-01-06T13:59:19.78Z" },
                { "start": "2025-01-06T13:59:28.781Z", "end": "2025-01-06T13:59:29.78Z" }
              ]
            },
            "timestamp": "2025-01-06T14:01:12.113Z"
          }
        }
        """;
}
